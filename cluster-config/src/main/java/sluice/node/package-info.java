/**
 * How a node is configured, started and stopped: {@link sluice.node.NodeSettings} says on what, {@link sluice.node.Node} runs it.
 * Nothing here knows an order from a SKU.
 */
@NullMarked
package sluice.node;

import org.jspecify.annotations.NullMarked;

/** Gatling's simulations, and what starts a node for them. */
@NullMarked
package sluice.load.gatling;

import org.jspecify.annotations.NullMarked;

/** The client that is made from the contract, and a node that it speaks to. */
@NullMarked
package sluice.load.target;

import org.jspecify.annotations.NullMarked;

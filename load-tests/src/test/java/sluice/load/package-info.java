/** Tests of the load tools as a whole, with a started node. */
@NullMarked
package sluice.load;

import org.jspecify.annotations.NullMarked;

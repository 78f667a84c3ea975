/** The command line that drives a Sluice node or engine and judges the result. */
@NullMarked
package sluice.load;

import org.jspecify.annotations.NullMarked;

/** Due times: which orders have effects that may not have been carried out, and the waking of those orders. */
@NullMarked
package sluice.due;

import org.jspecify.annotations.NullMarked;

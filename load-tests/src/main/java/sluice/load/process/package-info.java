/** Served nodes and databases as processes that can be killed. */
@NullMarked
package sluice.load.process;

import org.jspecify.annotations.NullMarked;

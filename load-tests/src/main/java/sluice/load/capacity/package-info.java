/** What the engine can take and what it costs: overload, a long journal, memory and journal bytes. */
@NullMarked
package sluice.load.capacity;

import org.jspecify.annotations.NullMarked;

/** Judges the books from the journal and the clients' own logs; shares no code with the engine that wrote them. */
@NullMarked
package sluice.load.judge;

import org.jspecify.annotations.NullMarked;

/** How decisions are written and read: wire names, the serialiser, grouped statements, the tail. */
@NullMarked
package sluice.journal;

import org.jspecify.annotations.NullMarked;

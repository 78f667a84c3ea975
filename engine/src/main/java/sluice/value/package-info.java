/**
 * The words every other package speaks in: ids, money, quantities, slots. Values only: no I/O, no clock, no randomness
 * except where an id is made.
 */
@NullMarked
package sluice.value;

import org.jspecify.annotations.NullMarked;

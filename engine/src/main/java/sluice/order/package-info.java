/** One order: its state machine and the settling of what its events ask of stock and account. */
@NullMarked
package sluice.order;

import org.jspecify.annotations.NullMarked;

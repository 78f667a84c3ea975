/** What is driven, and what must be true afterwards. */
@NullMarked
package sluice.load.scenario;

import org.jspecify.annotations.NullMarked;

/** From a wanted order to a recorded order or a rejection: the desks, births and references. */
@NullMarked
package sluice.placement;

import org.jspecify.annotations.NullMarked;

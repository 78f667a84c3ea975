@NullMarked
package sluice.placement;

import org.jspecify.annotations.NullMarked;

@NullMarked
package sluice.due;

import org.jspecify.annotations.NullMarked;

@NullMarked
package sluice.value;

import org.jspecify.annotations.NullMarked;

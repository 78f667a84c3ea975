@NullMarked
package sluice.rate;

import org.jspecify.annotations.NullMarked;

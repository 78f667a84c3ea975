@NullMarked
package sluice.stock;

import org.jspecify.annotations.NullMarked;

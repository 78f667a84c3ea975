@NullMarked
package sluice;

import org.jspecify.annotations.NullMarked;

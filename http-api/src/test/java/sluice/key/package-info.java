@NullMarked
package sluice.key;

import org.jspecify.annotations.NullMarked;

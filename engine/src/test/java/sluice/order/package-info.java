@NullMarked
package sluice.order;

import org.jspecify.annotations.NullMarked;

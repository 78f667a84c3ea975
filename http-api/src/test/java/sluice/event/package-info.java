@NullMarked
package sluice.event;

import org.jspecify.annotations.NullMarked;

@NullMarked
package sluice.node;

import org.jspecify.annotations.NullMarked;

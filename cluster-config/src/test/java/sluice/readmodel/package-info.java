@NullMarked
package sluice.readmodel;

import org.jspecify.annotations.NullMarked;

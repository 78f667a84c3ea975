@NullMarked
package sluice.journal;

import org.jspecify.annotations.NullMarked;

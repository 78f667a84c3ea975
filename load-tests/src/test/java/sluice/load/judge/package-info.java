/** Tests of the judge on journals written by hand. */
@NullMarked
package sluice.load.judge;

import org.jspecify.annotations.NullMarked;

/** The face of the engine for those who embed it: {@link sluice.Engine}. Nothing outside this module needs another. */
@NullMarked
package sluice;

import org.jspecify.annotations.NullMarked;

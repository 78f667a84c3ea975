/** Tests of what the scenarios read. */
@NullMarked
package sluice.load.scenario;

import org.jspecify.annotations.NullMarked;

/**
 * The simulator: one thread lives through whole lives of a cluster under a virtual clock, over the very code that decides in
 * production, and a judge looks at everything that it commits and answers. See {@code engine/docs/simulator.md}.
 */
@NullMarked
package sluice.sim;

import org.jspecify.annotations.NullMarked;

/** What the engine's pure parts cost, measured with JMH. */
@NullMarked
package sluice.load.jmh;

import org.jspecify.annotations.NullMarked;

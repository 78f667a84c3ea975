/**
 * The engine against what a user would write instead, in one run on one machine: the same orders, the same driver, the same HTTP
 * front, the same PostgreSQL settings.
 */
@NullMarked
package sluice.load.peers;

import org.jspecify.annotations.NullMarked;

/**
 * Outgoing events: what the stream and webhooks send. The journal's tail makes them, each once, at positions that become visible in
 * their order; whoever reads after a position misses none.
 */
@NullMarked
package sluice.event;

import org.jspecify.annotations.NullMarked;

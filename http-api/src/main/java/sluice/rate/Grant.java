package sluice.rate;

/**
 * What an owner gives a node that asks.
 *
 * @param tokens how many; they flow in one after the other and are the node's alone
 * @param delayNanos until the last of them may be used; 0 if all may at once
 * @param nextNanos until the bucket has one more than {@code left}, if nobody takes any
 * @param left what is left in the bucket, for anybody
 */
record Grant(int tokens, long delayNanos, long nextNanos, int left) {}

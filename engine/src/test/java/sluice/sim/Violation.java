package sluice.sim;

/**
 * An invariant was broken.
 *
 * @param invariant the simple name of its class
 * @param what was seen, with names and figures
 * @param atMicros when it was seen
 */
record Violation(String invariant, String what, long atMicros) {}

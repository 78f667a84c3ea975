package sluice.entity;

/**
 * A command that nobody waits for and that needs no row of its own: it may wait in memory for the entity's next batch, or be lost as a
 * message may.
 */
public interface Deferrable {}

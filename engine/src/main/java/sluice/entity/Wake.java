package sluice.entity;

/**
 * To an entity that left memory, or failed, with something to see to: have your state back and see to it. Not answered.
 *
 * @param inDoubt whether a row of it may have been written, or yet be written, of which nobody knows
 */
public record Wake(boolean inDoubt) implements EntityMessage, Message {}

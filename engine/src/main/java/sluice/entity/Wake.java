package sluice.entity;

/** To an entity that left memory, or failed, with something to see to: have your state back and see to it. Not answered. */
public record Wake() implements EntityMessage, Message {}

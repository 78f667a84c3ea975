package sluice.entity;

/** What the front of an entity understands: requests, and what it and its parts tell themselves. */
public interface EntityMessage {}

package sluice.entity;

import org.apache.pekko.actor.typed.ActorRef;

/**
 * To an entity that left memory with something to see to: have your state back and see to it.
 *
 * @param inDoubt whether a row of it may have been written, or yet be written, of which nobody knows
 * @param replyTo is told that the entity is awake and needs no other to see to it
 */
public record Wake(boolean inDoubt, ActorRef<Awake> replyTo) implements EntityMessage, Message {

    /** The entity is in memory, or will be. */
    public record Awake() implements Message {}
}

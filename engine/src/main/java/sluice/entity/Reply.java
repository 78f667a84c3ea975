package sluice.entity;

/**
 * What an entity sends back for a {@link Request}.
 *
 * @param entity the id of the entity that answers
 * @param tag the request's tag
 */
public record Reply<A extends Message, R extends Message>(String entity, String tag, Outcome<A, R> outcome)
        implements EntityMessage, Message {}

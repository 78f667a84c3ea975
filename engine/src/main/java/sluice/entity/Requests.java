package sluice.entity;

import java.util.List;

/**
 * Several commands on their way to one entity, to be decided in this order and, where the entity is idle, in one batch. Each is
 * answered by itself, as if it had come alone.
 */
public record Requests<C extends Message, A extends Message, R extends Message>(List<Request<C, A, R>> requests)
        implements EntityMessage, Message {}

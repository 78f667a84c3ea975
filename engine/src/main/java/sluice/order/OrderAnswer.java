package sluice.order;

import sluice.entity.Message;

/** What an accepted command is told. */
public sealed interface OrderAnswer extends Message permits Order, OrderAnswer.Existence, OrderAnswer.Ok {

    /** Whether the order exists; if not, it never will. */
    record Existence(boolean exists) implements OrderAnswer {}

    /** Done; there is nothing to tell. */
    record Ok() implements OrderAnswer {}
}

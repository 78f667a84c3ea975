package sluice.entity;

/**
 * How a command ended, as its caller is told.
 *
 * @param <A> the subject's answers
 * @param <R> the subject's rejections
 */
public sealed interface Outcome<A extends Message, R extends Message> extends Message {

    /**
     * Done, and committed to PostgreSQL.
     *
     * @param replayed whether an earlier request under the same key did it, and this is that request's answer
     */
    record Done<A extends Message, R extends Message>(A answer, boolean replayed) implements Outcome<A, R> {}

    /** Refused by the present state; nothing changed. */
    record Refused<A extends Message, R extends Message>(R reason) implements Outcome<A, R> {}

    /** The idempotency key was used for something else; nothing changed. */
    record KeyReused<A extends Message, R extends Message>() implements Outcome<A, R> {}

    /** The version expected is not the present one; nothing changed. */
    record VersionMismatch<A extends Message, R extends Message>(long actual) implements Outcome<A, R> {}

    /** Not decided, for want of capacity, time, ownership or database; nothing changed and nothing will. */
    record NotDone<A extends Message, R extends Message>(String why) implements Outcome<A, R> {}

    /** The answer of the database was lost: the command has its whole effect or none. Asking again under its key tells. */
    record Unknown<A extends Message, R extends Message>(String why) implements Outcome<A, R> {}
}

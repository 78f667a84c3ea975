package sluice.sim;

/** A client. */
final class Client {

    /** How long a client goes on asking for one act, all attempts together. */
    static final long PATIENCE_MILLIS = 40_000;

    private Client() {}
}

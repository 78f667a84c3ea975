package sluice.sim;

/** What the books say is set aside for one order, by one SKU or account. It stays in the books when nothing is left of it. */
final class Held {

    /** The version that the SKU or account had with it. */
    final long sinceVersion;

    long amount;
    boolean closed;

    Held(long amount, long sinceVersion) {
        this.amount = amount;
        this.sinceVersion = sinceVersion;
    }
}

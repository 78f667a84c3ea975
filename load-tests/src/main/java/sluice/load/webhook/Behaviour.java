package sluice.load.webhook;

/** How an endpoint answers what it is sent. */
public enum Behaviour {
    HEALTHY,
    /** After two seconds. */
    SLOW,
    /** With 500. */
    FAILING,
    /** Never. */
    HANGING,
    /** With a byte a second. */
    DRIPPING,
    /** To where no webhook may go. */
    REDIRECTING;

    /** Whether what is sent to it arrives in the end. */
    boolean isLive() {
        return this == HEALTHY || this == SLOW;
    }
}

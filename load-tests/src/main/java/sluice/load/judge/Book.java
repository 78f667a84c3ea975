package sluice.load.judge;

/** What the rows of one entity say, read in their sequence. */
interface Book {

    /** @throws IllegalArgumentException if the event lacks what its type must have */
    void apply(Place place, long atMillis, Decoder.Event event);

    /** Called after the entity's last row. */
    void close();
}

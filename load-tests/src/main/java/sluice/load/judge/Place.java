package sluice.load.judge;

/** A row of the journal, as findings name it. */
record Place(String entity, long sequence) {

    @Override
    public String toString() {
        return entity + " #" + sequence;
    }
}

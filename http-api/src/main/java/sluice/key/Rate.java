package sluice.key;

/**
 * How much a key may ask, over all nodes together.
 *
 * @param perSecond requests a second in the long run, at least 1; an order of a bulk request counts as a request
 * @param burst the most at once after a pause, at least 1
 * @param concurrency the most of its requests carried out at the same moment on one node, at least 1
 */
public record Rate(int perSecond, int burst, int concurrency) {

    /** @throws IllegalArgumentException naming the part that is below 1 */
    public Rate {
        check("perSecond", perSecond);
        check("burst", burst);
        check("concurrency", concurrency);
    }

    private static void check(String part, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(part + " must be 1 or more, was " + value);
        }
    }
}

package sluice.readmodel;

/**
 * Where a list goes on.
 *
 * @param list which
 * @param fingerprint of the filter that it was read with
 * @param key of the last row that was shown
 */
public record Cursor(String list, String fingerprint, String key) {

    static Cursor behind(String key, Filter filter) {
        return new Cursor(filter.list(), filter.fingerprint(), key);
    }

    /** Whether it is where a list read with {@code filter} goes on. */
    public boolean continues(Filter filter) {
        return list.equals(filter.list()) && fingerprint.equals(filter.fingerprint());
    }
}

package sluice.endpoint;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The wishes that the owner of an endpoint knows, and up to which of them it may say that their effect is in a flush: not those whose test
 * is yet to end, which the next owner would not send.
 */
final class OpenWishes {

    private static final int MOST_TESTS = 5; // fewer than an endpoint lets wait

    private final Deque<Wish> waiting = new ArrayDeque<>();
    private final TreeMap<Long, Wish> tests = new TreeMap<>();
    private final Map<Long, String> attempts = new HashMap<>();
    private long known;
    private long begun;

    void add(Collection<Wish> more) {
        for (var wish : more) {
            if (wish.number() > known) {
                waiting.add(wish);
                known = wish.number();
            }
        }
    }

    /** The number of the last one that is known. */
    long known() {
        return known;
    }

    /** The next to carry out, which counts as begun; empty if there is none, or too many tests have not ended. */
    Optional<Wish> next() {
        var wish = waiting.peek();
        if (wish == null || (wish.kind() == Wish.Kind.TEST && tests.size() >= MOST_TESTS)) {
            return Optional.empty();
        }
        waiting.remove();
        begun = Math.max(begun, wish.number());
        if (wish.kind() == Wish.Kind.TEST) {
            tests.put(wish.number(), wish);
        }
        return Optional.of(wish);
    }

    /** The attempt at a test's event is under way. */
    void testing(long attempt, String eventId) {
        attempts.put(attempt, eventId);
    }

    /** An attempt has ended. */
    void attempted(long attempt) {
        var eventId = attempts.remove(attempt);
        if (eventId != null) {
            tests.values().removeIf(wish -> eventId.equals(wish.eventId()));
        }
    }

    /** Delivery begins anew, where no attempt is under way: tests that were to be attempted and have not been are still to be sent. */
    void again() {
        tests.descendingMap().values().forEach(waiting::addFirst);
        tests.clear();
    }

    /** All up to this number have had their effect. */
    long settled() {
        var open = Stream.concat(tests.values().stream().limit(1), Stream.ofNullable(waiting.peek()));
        return open.mapToLong(wish -> wish.number() - 1).reduce(begun, Math::min);
    }

    boolean areNone() {
        return waiting.isEmpty() && tests.isEmpty();
    }
}

package sluice.webhook;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import sluice.event.OutgoingEvent;
import sluice.webhook.Attempt.Kind;

/** The attempts that have begun and not ended, and whose turn it is: first attempts and retries have half each if both want more. */
final class AttemptsUnderWay {

    private final Map<Long, Attempt> byNumber = new HashMap<>();
    private final long incarnation;
    private long begun;
    private int firsts;
    private int retries;
    private boolean retryWasLast;

    AttemptsUnderWay(long incarnation) {
        this.incarnation = incarnation;
    }

    Attempt begin(OutgoingEvent event, Kind kind, int made, Instant now) {
        switch (kind) {
            case FIRST -> {
                firsts++;
                retryWasLast = false;
            }
            case RETRY -> {
                retries++;
                retryWasLast = true;
            }
            case TEST -> {}
        }
        var attempt = new Attempt(incarnation, ++begun, event, kind, made, now);
        byNumber.put(attempt.number(), attempt);
        return attempt;
    }

    /** @throws IllegalArgumentException if none of this number is under way */
    Attempt ended(long number) {
        var attempt = byNumber.remove(number);
        if (attempt == null) {
            throw new IllegalArgumentException("no attempt of this number is under way: " + number);
        }
        switch (attempt.kind()) {
            case FIRST -> firsts--;
            case RETRY -> retries--;
            case TEST -> {}
        }
        return attempt;
    }

    boolean isRetrysTurn() {
        return retries == firsts ? !retryWasLast : retries < firsts;
    }

    int size() {
        return byNumber.size();
    }
}

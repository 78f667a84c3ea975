package sluice.webhook;

import java.time.Duration;

/**
 * How long an attempt may take, and what is kept.
 *
 * @param connect until a connection to one address stands, TLS not included
 * @param head until the head of the answer has arrived, from the beginning of the attempt
 * @param total until the answer has ended, from the beginning of the attempt
 * @param keep how long a connection is kept that nothing is sent over; above {@code total}
 * @param excerptBytes how much of an answer's body is kept; an answer that is longer costs its connection
 * @param mostKept the most connections kept for later, all endpoints together
 */
public record SenderSettings(
        Duration connect, Duration head, Duration total, Duration keep, int excerptBytes, int mostKept) {

    public static final SenderSettings STANDARD = new SenderSettings(
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            4_096,
            1_000);

    public SenderSettings {
        if (keep.compareTo(total) <= 0) { // else a connection would be cut under an attempt
            throw new IllegalArgumentException("keep must be above total, was " + keep);
        }
    }
}

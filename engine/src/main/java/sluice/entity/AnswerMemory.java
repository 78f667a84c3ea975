package sluice.entity;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * What an entity has answered under idempotency keys. It is rebuilt from events alone: the answer to a keyed command is the
 * entity's view just after that command's events, and that is the same on every replay.
 */
public final class AnswerMemory<A> {

    /** For how long an answer is given again, by recorded time (the API's promise). */
    public static final Duration KEPT = Duration.ofHours(48);

    /** One remembered answer; {@code hash} and {@code fingerprint} as in {@link Origin.IdempotencyKey}. */
    public record Remembered<A>(
            @JsonProperty("h") String hash,
            @JsonProperty("f") String fingerprint,
            @JsonProperty("t") Instant at,
            @JsonProperty("a") A answer) {}

    private final LinkedHashMap<String, Remembered<A>> byHash = new LinkedHashMap<>();

    Optional<Remembered<A>> find(String hash, Instant now) {
        return Optional.ofNullable(byHash.get(hash))
                .filter(remembered -> remembered.at().plus(KEPT).isAfter(now));
    }

    /** Remembers an answer and forgets those that are too old. */
    void put(Origin.IdempotencyKey key, Instant at, A answer) {
        byHash.remove(key.hash());
        byHash.put(key.hash(), new Remembered<>(key.hash(), key.fingerprint(), at, answer));
        var oldest = byHash.values().iterator();
        while (oldest.hasNext() && !oldest.next().at().plus(KEPT).isAfter(at)) {
            oldest.remove();
        }
    }

    List<Remembered<A>> all() {
        return new ArrayList<>(byHash.values());
    }

    void restore(List<Remembered<A>> remembered) {
        remembered.forEach(one -> byHash.put(one.hash(), one));
    }
}

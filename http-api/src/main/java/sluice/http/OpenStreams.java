package sluice.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.AttributeKey;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.UniqueKillSwitch;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import sluice.http.Answer.Refusal;
import sluice.http.Answer.Stream;
import sluice.key.ApiKey;

/**
 * Answers that go on for as long as their reader likes. They hold no place among the requests that are carried out at once; instead they
 * are bounded in number, by key and for the node. One ends, without a fault, when its key does not count any more, which is looked at every
 * second, and all end when the node stops taking requests, so that their readers go on elsewhere.
 *
 * <p>Meter: {@code sluice.http.streams}, how many are open.
 */
final class OpenStreams {

    /** Completes when the stream that a response carries has ended. */
    static final AttributeKey<CompletionStage<Done>> END = AttributeKey.create("sluice-stream-end", stage());

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final int most;
    private final int mostPerKey;
    private final Map<Open, UniqueKillSwitch> open = new ConcurrentHashMap<>();
    private final Map<String, Integer> byKey = new ConcurrentHashMap<>();
    private volatile boolean draining;

    /**
     * @param most open at once on this node
     * @param mostPerKey open at once on this node under one key
     */
    OpenStreams(int most, int mostPerKey, MeterRegistry meters) {
        this.most = most;
        this.mostPerKey = mostPerKey;
        Gauge.builder("sluice.http.streams", open, Map::size).register(meters);
    }

    /** Streams that end with {@code system}, before its connections do. */
    static OpenStreams of(int most, int mostPerKey, MeterRegistry meters, ActorSystem<?> system) {
        var streams = new OpenStreams(most, mostPerKey, meters);
        var unused = system.scheduler().scheduleWithFixedDelay(LOOK, LOOK, streams::look, system.executionContext());
        CoordinatedShutdown.get(system).addTask(CoordinatedShutdown.PhaseServiceUnbind(), "sluice-streams", () -> {
            streams.endAll();
            return CompletableFuture.completedFuture(Done.done());
        });
        return streams;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // a class literal knows no type arguments
    private static Class<CompletionStage<Done>> stage() {
        return (Class) CompletionStage.class;
    }

    /** One stream while it is open; not a record, since each is another. */
    private static final class Open {
        private final String keyId;
        private final BooleanSupplier keyCounts;

        Open(String keyId, BooleanSupplier keyCounts) {
            this.keyId = keyId;
            this.keyCounts = keyCounts;
        }
    }

    /** The stream, or why there is no room for it. */
    Answer admit(ApiKey key, BooleanSupplier keyCounts, Stream stream) {
        if (draining || open.size() >= most) {
            return Refusal.of(Problem.OVERLOADED, "The server has as many streams open as it can.")
                    .with("outcome", "none");
        }
        if (byKey.getOrDefault(key.id(), 0) >= mostPerKey) {
            return Refusal.of(
                    Problem.TOO_MANY_AT_ONCE,
                    "The key has " + mostPerKey + " streams open on this server, as many as it may.");
        }
        var end = new CompletableFuture<Done>();
        return new Stream(stream.headers(), stream.type(), counted(key, keyCounts, stream.chunks(), end), end);
    }

    /** Counts from when it is read, since one that nobody comes to read never ends. */
    private Source<ByteString, NotUsed> counted(
            ApiKey key, BooleanSupplier keyCounts, Source<ByteString, NotUsed> chunks, CompletableFuture<Done> end) {
        return Source.lazySource(() -> {
                    var one = new Open(key.id(), keyCounts);
                    return chunks.viaMat(KillSwitches.single(), Keep.right()).watchTermination((kill, ended) -> {
                        begin(one, kill);
                        ended.whenComplete((done, fault) -> {
                            finish(one);
                            end.complete(Done.done());
                        });
                        return NotUsed.getInstance();
                    });
                })
                .mapMaterializedValue(late -> NotUsed.getInstance());
    }

    private void begin(Open one, UniqueKillSwitch kill) {
        open.put(one, kill);
        int ofKey = byKey.merge(one.keyId, 1, Integer::sum);
        if (draining || open.size() > most || ofKey > mostPerKey) { // several were admitted in the same moment
            kill.shutdown();
        }
    }

    private void finish(Open one) {
        open.remove(one);
        byKey.computeIfPresent(one.keyId, (id, count) -> count == 1 ? null : count - 1);
    }

    private void look() {
        open.forEach((one, kill) -> {
            if (!one.keyCounts.getAsBoolean()) {
                kill.shutdown();
            }
        });
    }

    private void endAll() {
        draining = true;
        open.values().forEach(UniqueKillSwitch::shutdown);
    }
}

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
 * are bounded in number, by key and for the node. One ends, without a fault unless its end means something, when its key does not count any more, which is looked at every
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
        CoordinatedShutdown.get(system)
                .addTask(CoordinatedShutdown.PhaseServiceUnbind(), "sluice-streams", streams::endAll);
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
        private final boolean endless;
        private final CompletableFuture<Done> end;

        Open(String keyId, BooleanSupplier keyCounts, boolean endless, CompletableFuture<Done> end) {
            this.keyId = keyId;
            this.keyCounts = keyCounts;
            this.endless = endless;
            this.end = end;
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
        var chunks = counted(key, keyCounts, stream, end);
        return new Stream(stream.headers(), stream.type(), stream.endless(), chunks, end);
    }

    /** Counts from when it is read, since one that nobody comes to read never ends. */
    private Source<ByteString, NotUsed> counted(
            ApiKey key, BooleanSupplier keyCounts, Stream stream, CompletableFuture<Done> end) {
        return Source.lazySource(() -> {
                    var one = new Open(key.id(), keyCounts, stream.endless(), end);
                    return stream.chunks()
                            .viaMat(KillSwitches.single(), Keep.right())
                            .watchTermination((kill, ended) -> {
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
            end(one, kill);
        }
    }

    /** An end that would be taken for that of the whole is none: the connection is cut instead. */
    private static void end(Open one, UniqueKillSwitch kill) {
        if (one.endless) {
            kill.shutdown();
        } else {
            kill.abort(new CutShort());
        }
    }

    private void finish(Open one) {
        open.remove(one);
        byKey.computeIfPresent(one.keyId, (id, count) -> count == 1 ? null : count - 1);
    }

    private void look() {
        open.forEach((one, kill) -> {
            if (!one.keyCounts.getAsBoolean()) {
                end(one, kill);
            }
        });
    }

    /** Completes when all have ended: connections are closed only then, and none of them in the middle of a stream. */
    private CompletionStage<Done> endAll() {
        draining = true;
        var ends = open.keySet().stream().map(one -> one.end).toArray(CompletableFuture<?>[]::new);
        open.forEach(OpenStreams::end);
        return CompletableFuture.allOf(ends).thenApply(all -> Done.done());
    }

    /** A stream that was to end by itself cannot go on. */
    static final class CutShort extends RuntimeException {
        private static final long serialVersionUID = 1;

        CutShort() {
            super("the stream is cut short", null, false, false);
        }
    }
}

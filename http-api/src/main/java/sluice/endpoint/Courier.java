package sluice.endpoint;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import sluice.webhook.Attempt;
import sluice.webhook.AttemptResult;
import sluice.webhook.Sender;
import sluice.webhook.Signature;

/** Makes the attempts of this node's endpoints, each when there is a place for it, and counts them. */
final class Courier {

    private final Sender sender;
    private final Places places;
    private final MeterRegistry meters;

    Courier(Sender sender, Places places, MeterRegistry meters) {
        this.sender = sender;
        this.places = places;
        this.meters = meters;
        meters.gauge("sluice.webhook.attempts.under.way", places, Places::taken);
    }

    /**
     * Makes an attempt, and tells how it ended.
     *
     * @param config is asked when the attempt begins: its URL and secrets are those that count then
     * @param isWanted is asked when there is a place: an attempt whose owner has gone is not made, and nothing is told
     * @param ended is called on any thread
     */
    void carry(
            Attempt attempt,
            boolean isHealthy,
            Supplier<EndpointConfig> config,
            BooleanSupplier isWanted,
            Consumer<AttemptResult> ended) {
        places.take(config.get().id(), isHealthy, () -> {
            if (!isWanted.getAsBoolean()) {
                places.leave(isHealthy);
                return;
            }
            var left = new AtomicBoolean();
            send(attempt, config.get(), result -> {
                if (left.compareAndSet(false, true)) {
                    places.leave(isHealthy);
                    ended.accept(result);
                }
            });
        });
    }

    private void send(Attempt attempt, EndpointConfig config, Consumer<AttemptResult> ended) {
        var begun = Instant.now();
        if (attempt.kind() == Attempt.Kind.FIRST) {
            EventTime.of(attempt.event().body())
                    .ifPresent(at -> meters.timer("sluice.webhook.first.attempt")
                            .record(Math.max(0, Duration.between(at, begun).toNanos()), TimeUnit.NANOSECONDS));
        }
        try {
            var secrets = config.secrets(begun);
            if (secrets.isEmpty()) {
                var why = config.unopened();
                end(
                        new AttemptResult.Failed(why == null ? "There is no secret to sign with." : why, Duration.ZERO),
                        ended);
                return;
            }
            var event = attempt.event();
            var body = event.body();
            var signature = Signature.of(event.id(), begun, body.getBytes(StandardCharsets.UTF_8), secrets);
            var unused = sender.send(new Sender.Delivery(config.id(), config.url(), body, signature))
                    .whenComplete((result, failure) -> end(
                            failure == null
                                    ? result
                                    : new AttemptResult.Failed("The attempt could not be made.", Duration.ZERO),
                            ended));
        } catch (RuntimeException bug) { // an attempt that never ends would keep its place for ever
            end(new AttemptResult.Failed("The attempt could not be made.", Duration.ZERO), ended);
            throw bug;
        }
    }

    private void end(AttemptResult result, Consumer<AttemptResult> ended) {
        meters.timer("sluice.webhook.attempts", "outcome", outcome(result))
                .record(result.took().toNanos(), TimeUnit.NANOSECONDS);
        ended.accept(result);
    }

    private static String outcome(AttemptResult result) {
        return switch (result) {
            case AttemptResult.Delivered delivered -> "delivered";
            case AttemptResult.Answered answered -> "refused";
            case AttemptResult.Failed failed -> "failed";
        };
    }
}

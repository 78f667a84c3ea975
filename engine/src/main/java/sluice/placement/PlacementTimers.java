package sluice.placement;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** How long each stage of a placement takes: {@code sluice.placement.stage} by {@code stage}, and the whole by {@code outcome}. */
public final class PlacementTimers {

    /** The stages, in order; a placement goes through those it needs. */
    public enum Stage {
        /** From the request's arrival at its desk until every SKU has answered. */
        CLAIMS,
        /** From there until the account has answered too; zero where it was faster than the SKUs. */
        PLEDGE,
        /** From the birth's hand-over until the journal has decided. */
        BIRTH,
        /** The look-up of references before a refusal. */
        REFERENCES
    }

    private final Map<Stage, Timer> stages = new EnumMap<>(Stage.class);
    private final Map<String, Timer> wholes = new ConcurrentHashMap<>(); // by outcome
    private final MeterRegistry meters;

    public PlacementTimers(MeterRegistry meters) {
        this.meters = meters;
        for (var stage : Stage.values()) {
            stages.put(
                    stage,
                    Timer.builder("sluice.placement.stage")
                            .description("Time that placements spend in one stage")
                            .tag("stage", stage.name().toLowerCase(Locale.ROOT))
                            .publishPercentileHistogram()
                            .register(meters));
        }
    }

    void record(Stage stage, long sinceNanos) {
        Objects.requireNonNull(stages.get(stage)).record(Duration.ofNanos(System.nanoTime() - sinceNanos));
    }

    void recordWhole(String outcome, long sinceNanos) {
        wholes.computeIfAbsent(outcome, this::whole).record(Duration.ofNanos(System.nanoTime() - sinceNanos));
    }

    private Timer whole(String outcome) {
        return Timer.builder("sluice.placement")
                .description("Time from a request's arrival at its desk until its answer")
                .tag("outcome", outcome)
                .publishPercentileHistogram()
                .register(meters);
    }
}

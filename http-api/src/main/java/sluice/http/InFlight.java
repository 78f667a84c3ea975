package sluice.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import sluice.http.Answer.Refusal;

/**
 * Bounds how many requests are carried out at once. More than that would only wait for each other: each would take longer, none
 * would be done sooner, and what waits takes memory. So the rest is refused, and told to come again.
 *
 * <p>A request counts from when its body has arrived: one that is slow to arrive costs the node next to nothing and must not keep
 * others out. While the bound is reached, a request is refused by its head alone.
 *
 * <p>Also refusing takes time, which a flood would make all that the node has. So refusals have a {@link Pace}, and a connection
 * whose request waits to be refused is not read: who sends faster than that is slowed down by TCP, at no cost.
 *
 * <p>Two meters: {@code sluice.http.in.flight} and {@code sluice.http.overloaded}, what was refused.
 */
final class InFlight {

    private static final Refusal OVERLOADED = Refusal.of(
                    Problem.OVERLOADED, "The server carries out as many requests at once as it can.")
            .with("outcome", "none");

    private final int limit;
    private final Pace pace;
    private final AtomicInteger running = new AtomicInteger();
    private final Counter refused;

    /**
     * @param limit the most requests carried out at once
     * @param pace of refusals, also others than its own
     */
    InFlight(int limit, Pace pace, MeterRegistry meters) {
        this.limit = limit;
        this.pace = pace;
        this.refused = meters.counter("sluice.http.overloaded");
        Gauge.builder("sluice.http.in.flight", running, AtomicInteger::get).register(meters);
    }

    /** Whether a request that came now would be refused. */
    boolean isFull() {
        return running.get() >= limit;
    }

    /** The refusal of a request for which there was no room, when its turn has come. */
    CompletionStage<Refusal> refuse() {
        refused.increment();
        return pace.turn().thenApply(now -> OVERLOADED);
    }

    /** Carries {@code work} out if there is room for it, else does nothing of it and refuses it. */
    CompletionStage<Answer> carryOut(Supplier<CompletionStage<Answer>> work) {
        if (running.incrementAndGet() > limit) {
            running.decrementAndGet();
            return refuse().thenApply(refusal -> refusal);
        }
        try {
            return work.get().whenComplete((answer, fault) -> running.decrementAndGet());
        } catch (RuntimeException bug) {
            running.decrementAndGet();
            throw bug;
        }
    }
}

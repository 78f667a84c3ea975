package sluice.load.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** One client: one request at a time, every attempt written down. */
final class Buyer implements AutoCloseable {

    private final String run;
    private final int number;
    private final List<Target> targets;
    private final RetryPolicy retries;
    private final Meter meter;
    private final AttemptLog log;
    private int turn;

    Buyer(String run, int number, List<Target> targets, RetryPolicy retries, Meter meter, AttemptLog log) {
        this.run = run;
        this.number = number;
        this.targets = targets;
        this.retries = retries;
        this.meter = meter;
        this.log = log;
        this.turn = number;
    }

    /** Asks until the answer is definite or the retries are used up; each attempt goes to the next target. */
    Answer place(OrderRequest request) throws InterruptedException {
        var begun = System.nanoTime();
        for (int made = 1; ; made++) {
            var answer = attempt(request);
            boolean late = System.nanoTime() - begun > retries.limit().toNanos();
            if (RetryPolicy.isDefinite(answer) || made >= retries.attempts() || late) {
                meter.settled();
                return answer;
            }
            Thread.sleep(retries.pauseAfter(made));
        }
    }

    private Answer attempt(OrderRequest request) {
        var target = targets.get(Math.floorMod(turn++, targets.size()));
        var sent = Instant.now();
        var begun = System.nanoTime();
        meter.sent();
        var answer = target.place(request);
        var took = Duration.ofNanos(System.nanoTime() - begun);
        meter.answered(answer, took);
        log.append(Attempt.of(run, number, sent, sent.plus(took), target.name(), request, answer));
        return answer;
    }

    @Override
    public void close() {
        log.close();
    }
}

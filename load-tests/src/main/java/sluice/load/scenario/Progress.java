package sluice.load.scenario;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import sluice.load.client.Meter;

/** One line a second while clients are at work. */
final class Progress implements AutoCloseable {

    private final PrintStream out;
    private final Meter meter;
    private final long begun = System.nanoTime();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("progress").factory());
    private long before;

    private Progress(PrintStream out, Meter meter) {
        this.out = out;
        this.meter = meter;
    }

    static Progress show(PrintStream out, Meter meter) {
        var progress = new Progress(out, meter);
        var unused = progress.clock.scheduleAtFixedRate(progress::print, 1, 1, TimeUnit.SECONDS);
        return progress;
    }

    private void print() {
        long orders = meter.orders();
        var counts = meter.counts().entrySet().stream()
                .map(count -> "%s: %,d".formatted(count.getKey(), count.getValue()))
                .collect(Collectors.joining(", "));
        out.printf(
                "%4d s %,9d orders answered, %,6d/s, %3d in flight; %s%n",
                elapsed().toSeconds(), orders, orders - before, meter.inFlight(), counts);
        before = orders;
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}

package sluice.sim;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Many lives, from consecutive seeds, on all cores. It ends early at the first life that breaks something. */
final class Simulation {

    private final AtomicLong nextSeed;
    private final long endSeed;
    private final AtomicBoolean broken = new AtomicBoolean();

    /** What came of it. */
    static final class Report {
        private final Map<Troubles.Kind, Long> struck = new EnumMap<>(Troubles.Kind.class);
        private final Coverage coverage = new Coverage();
        private long lives;
        private long steps;
        private double seconds;
        private @Nullable Verdict broken;

        /** The first life that broke something. */
        @Nullable
        Verdict broken() {
            return broken;
        }

        long lives() {
            return lives;
        }

        Map<Troubles.Kind, Long> struck() {
            return struck;
        }

        Coverage coverage() {
            return coverage;
        }

        private void add(Verdict verdict) {
            lives++;
            steps += verdict.steps();
            verdict.struck().forEach((kind, times) -> struck.merge(kind, (long) times, Long::sum));
            if (!verdict.holds() && broken == null) {
                broken = verdict;
            }
        }

        /** Adds what came of further lives, after these. */
        void add(Report other) {
            seconds += other.seconds;
            lives += other.lives;
            steps += other.steps;
            other.struck.forEach((kind, times) -> struck.merge(kind, times, Long::sum));
            coverage.add(other.coverage);
            broken = broken == null ? other.broken : broken;
        }

        @Override
        public String toString() {
            var text = new StringBuilder();
            text.append(String.format(
                    Locale.ROOT,
                    "%,d lives in %.1f s: %,.0f lives/s, %.0f steps each%n",
                    lives,
                    seconds,
                    lives / seconds,
                    (double) steps / lives));
            long faults = struck.values().stream().mapToLong(Long::longValue).sum();
            text.append(String.format(Locale.ROOT, "%,d faults: %s%n", faults, struck));
            var missing = coverage.missing();
            text.append(String.format(
                    Locale.ROOT,
                    "%d of %d pairs of state and command were decided; not these: %s",
                    coverage.pairs() - missing.size(),
                    coverage.pairs(),
                    missing));
            return text.toString();
        }
    }

    private Simulation(long firstSeed, long lives) {
        this.nextSeed = new AtomicLong(firstSeed);
        this.endSeed = firstSeed + lives;
    }

    /** One that was hardly ever used before, with room for all that follow it. */
    static long freshSeed() {
        return System.nanoTime() & Long.MAX_VALUE >>> 1;
    }

    /** Lives {@code lives} lives, of the seeds from {@code firstSeed} on. */
    static Report of(long firstSeed, long lives) throws InterruptedException {
        return new Simulation(firstSeed, lives).run();
    }

    private Report run() throws InterruptedException {
        long begun = System.nanoTime();
        int cores = Runtime.getRuntime().availableProcessors();
        var report = new Report();
        try (var threads = Executors.newFixedThreadPool(cores)) {
            var workers = new ArrayList<Callable<Report>>();
            for (int core = 0; core < cores; core++) {
                workers.add(this::work);
            }
            for (var worker : threads.invokeAll(workers)) {
                report.add(worker.get());
            }
        } catch (ExecutionException bug) {
            throw new IllegalStateException("the simulator itself failed", bug);
        }
        report.seconds = (System.nanoTime() - begun) / 1e9;
        return report;
    }

    private Report work() {
        var report = new Report();
        var parts = new Parts();
        long seed;
        while (!broken.get() && (seed = nextSeed.getAndIncrement()) < endSeed) {
            Verdict verdict;
            try {
                verdict = Verdict.of(LifeMaker.make(seed), parts, report.coverage);
            } catch (RuntimeException bug) {
                throw new IllegalStateException("in the life of seed " + seed, bug);
            }
            report.add(verdict);
            if (!verdict.holds()) {
                broken.set(true);
            }
        }
        return report;
    }

    /** All that a reader needs of a life that breaks something: made small, told, and as JSON to save. */
    static String told(Verdict broken, Parts parts) {
        var invariant = broken.violations().getFirst().invariant();
        var small = Shrinker.shrink(broken.life(), life -> {
            var again = Verdict.of(life, parts, new Coverage());
            return !again.holds() && again.violations().getFirst().invariant().equals(invariant);
        });
        var lines = new ArrayList<String>();
        lines.add(invariant + " is broken in the life of seed " + broken.life().seed()
                + ". A small life that breaks it:");
        lines.add(LifeText.of(small));
        lines.add("What happens in it:");
        lines.addAll(Verdict.story(small, parts));
        lines.add("To keep it, save this under src/test/resources/lives:");
        lines.add(LifeJson.write(small));
        return String.join(System.lineSeparator(), List.copyOf(lines));
    }
}

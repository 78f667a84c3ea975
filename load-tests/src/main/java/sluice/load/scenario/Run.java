package sluice.load.scenario;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One run of a scenario.
 *
 * @param id part of every name that the run gives, so that runs on one database never meet
 * @param output where its report and its clients' logs go
 */
public record Run(String scenario, String id, Path output, PrintStream out) {

    /** A run with an id that no other has. */
    public static Run fresh(String scenario, Path output, PrintStream out) {
        var time = Long.toString(Instant.now().getEpochSecond(), 36);
        var random = Integer.toString(ThreadLocalRandom.current().nextInt(36 * 36, 36 * 36 * 36), 36);
        return new Run(scenario, time + random, output, out);
    }

    /** Where this run's clients write down what they try. */
    public Path logs() {
        return output.resolve(scenario + "-" + id);
    }
}

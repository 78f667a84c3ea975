package sluice.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What happened in a life, a line for each thing, for people. */
final class Story {

    private final List<String> lines = new ArrayList<>();

    void add(long micros, String words) {
        lines.add(String.format(Locale.ROOT, "%9.3f ms  %s", micros / 1_000.0, words));
    }

    List<String> lines() {
        return lines;
    }
}

package sluice.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What happened in a life, a line for each thing, for people: orders are numbered as they come up, and lines are not too long. */
final class Story {

    private static final Pattern ORDER =
            Pattern.compile("(?:order )?(?:o\\|)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");
    private static final Pattern KIND = Pattern.compile("\\b[sa]\\|");
    private static final int LONGEST = 280;

    private final List<String> lines = new ArrayList<>();
    private final Map<String, Integer> orders = new HashMap<>();

    void add(long micros, String words) {
        var told = KIND.matcher(ORDER.matcher(words).replaceAll(found -> name(found.group(1))))
                .replaceAll("");
        var line = String.format(Locale.ROOT, "%9.3f ms  %s", micros / 1_000.0, told);
        lines.add(line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…");
    }

    private String name(String order) {
        orders.putIfAbsent(order, orders.size() + 1);
        return "order " + orders.get(order);
    }

    List<String> lines() {
        return lines;
    }
}

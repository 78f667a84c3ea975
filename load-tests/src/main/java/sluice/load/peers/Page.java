package sluice.load.peers;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import sluice.load.peers.ScenarioResult.Point;
import sluice.load.peers.ScenarioResult.SweepPoint;

/** The report as one page that needs nothing from anywhere. */
final class Page {

    private static final String ENGINE_COLOUR = "#2563eb";
    private static final String FUNCTION_COLOUR = "#dc2626";
    private static final Map<String, String> OTHER_COLOURS = Map.of("batching", "#d97706", "stock-journal", "#0d9488");
    private static final String STYLE = """
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; color: #111 }
        table { border-collapse: collapse; margin: 1rem 0 } th, td { padding: .25rem .75rem; border-bottom: 1px solid #ddd }
        td { text-align: right } td:first-child, th { text-align: left } .plots { display: flex; flex-wrap: wrap; gap: 1rem }
        figure { margin: 0; flex: 1 1 32rem } figcaption { color: #555 } .wrong { color: #b91c1c; font-weight: bold }
        """;

    private final Report report;

    Page(Report report) {
        this.report = report;
    }

    String html() {
        var html = new StringBuilder("""
            <!doctype html>
            <html lang="en"><meta charset="utf-8"><title>Sluice and its peers</title>
            <style>
            %s</style>
            <h1>Sluice and its peers</h1>
            <p>The engine against one PL/pgSQL function for the whole order, in turn on one machine; medians, and what they lie
            between. Only ratios of one run count.</p>
            """.formatted(STYLE));
        table(html);
        others(html);
        html.append("<h2>CPU time</h2>\n").append(cpu());
        html.append("<h2>Throughput against requests in flight</h2>\n<div class=\"plots\">\n");
        report.scenarios().forEach(result -> html.append(sweep(result, "orders/s", Point::perSecond)));
        html.append("</div>\n<h2>Latency</h2>\n<div class=\"plots\">\n");
        report.scenarios().forEach(result -> html.append(sweep(result, "p99, ms", Point::p99Millis)));
        report.scenarios().forEach(result -> html.append(percentiles(result)));
        html.append("</div>\n");
        conditions(html);
        return html.append("</html>\n").toString();
    }

    private void table(StringBuilder html) {
        html.append("<table><tr><th>scenario<th>side<th>in flight<th>orders/s<th>p50, ms<th>p99, ms<th>CPU, µs/order"
                + "<th>WAL, B/order<th>rows/order<th>ratio<th>at 80 %: p99, ms<th>books</tr>\n");
        for (var result : report.scenarios()) {
            row(html, result.name(), "engine", result.engine(), ratio(result.ratio(), result.ratioOf()));
            html.append("<td>%s</tr>%n".formatted(books(result.booksBalanced())));
            if (result.postgres() != null) {
                row(html, "", "function", result.postgres(), "");
                html.append("<td></tr>\n");
            }
            var recovery = result.recovery();
            if (recovery != null) {
                html.append(String.format(
                        Locale.ROOT,
                        "<tr><td><td colspan=\"11\">%,d claims: first answer after %,.0f ms with %d snapshots, after"
                                + " %,.0f ms by replay (%,.0f claims/s)</tr>%n",
                        recovery.claims(),
                        recovery.snapshotMillis(),
                        recovery.snapshots(),
                        recovery.replayMillis(),
                        recovery.replayedClaimsPerSecond()));
            }
            result.faults()
                    .forEach(fault -> html.append(
                            "<tr><td><td colspan=\"11\" class=\"wrong\">%s</tr>%n".formatted(escaped(fault))));
        }
        html.append("</table>\n");
    }

    private void others(StringBuilder html) {
        if (report.scenarios().stream().allMatch(result -> result.opponents().isEmpty())) {
            return;
        }
        html.append("<h2>Other opponents</h2>\n"
                + "<p>One shorter round each; the ratio is the engine's to theirs.</p>\n"
                + "<table><tr><th>scenario<th>side<th>in flight<th>orders/s<th>p50, ms<th>p99, ms<th>CPU,"
                + " µs/order<th>WAL, B/order<th>rows/order<th>ratio<th><th>books</tr>\n");
        for (var result : report.scenarios()) {
            result.opponents().forEach((name, opponent) -> {
                row(html, result.name(), name, opponent.figures(), ratio(opponent.ratio(), result.ratioOf()));
                html.append("<td>%s</tr>%n".formatted(books(opponent.booksBalanced())));
            });
        }
        html.append("</table>\n");
    }

    private static void row(StringBuilder html, String scenario, String side, @Nullable Figures figures, String ratio) {
        if (figures == null) {
            return;
        }
        var open = figures.openLoop();
        html.append(String.format(
                Locale.ROOT,
                "<tr><td>%s<td>%s<td>%d<td title=\"%,.0f to"
                        + " %,.0f\">%,.0f<td>%.3f<td>%.3f<td>%,.1f<td>%,.0f<td>%.2f<td>%s<td>%s",
                escaped(scenario),
                escaped(side),
                figures.inFlight(),
                figures.perSecondRange().least(),
                figures.perSecondRange().most(),
                figures.perSecond(),
                figures.p50Millis(),
                figures.p99Millis(),
                figures.cpuMicrosPerOrder(),
                figures.walBytesPerOrder(),
                figures.rowsPerOrder(),
                ratio,
                open == null ? "" : String.format(Locale.ROOT, "%.1f", open.p99Millis())));
    }

    private static String ratio(@Nullable Double ratio, String of) {
        return ratio == null
                ? ""
                : String.format(Locale.ROOT, "%.2f ×%s", ratio, of.equals("perSecond") ? "" : " (of the latency)");
    }

    private static String books(boolean balanced) {
        return balanced ? "balance" : "<span class=\"wrong\">do not balance</span>";
    }

    private String cpu() {
        var bars = new Bars();
        for (var result : report.scenarios()) {
            if (result.engine() != null) {
                bars.add(result.name() + ", engine", result.engine().cpuMicros());
            }
            if (result.postgres() != null) {
                bars.add("function", result.postgres().cpuMicros());
            }
            result.opponents()
                    .forEach((name, opponent) ->
                            bars.add(name, opponent.figures().cpuMicros()));
        }
        return bars.svg();
    }

    private static String sweep(ScenarioResult result, String upwards, ToDoubleFunction<Point> figure) {
        return new Chart(result.name(), "requests in flight", upwards)
                .line("engine", ENGINE_COLOUR, points(result.sweep(), true, figure))
                .line("function", FUNCTION_COLOUR, points(result.sweep(), false, figure))
                .svg();
    }

    private static List<double[]> points(List<SweepPoint> sweep, boolean engine, ToDoubleFunction<Point> figure) {
        return sweep.stream()
                .map(point ->
                        new double[] {point.inFlight(), figure.applyAsDouble(engine ? point.engine() : point.postgres())
                        })
                .toList();
    }

    /** The higher a percentile, the farther right: the axis shows one in how many orders takes longer. */
    private static String percentiles(ScenarioResult result) {
        var chart = new Chart(result.name() + ": latency by percentile", "one in so many orders takes longer", "ms");
        chart.line("engine", ENGINE_COLOUR, curve(result.engine()));
        chart.line("function", FUNCTION_COLOUR, curve(result.postgres()));
        result.opponents()
                .forEach((name, opponent) ->
                        chart.line(name, OTHER_COLOURS.getOrDefault(name, "#555"), curve(opponent.figures())));
        return chart.svg();
    }

    private static List<double[]> curve(@Nullable Figures figures) {
        return figures == null
                ? List.of()
                : figures.latencyMillis().entrySet().stream()
                        .filter(entry -> !entry.getKey().equals("100"))
                        .map(entry -> new double[] {100 / (100 - Double.parseDouble(entry.getKey())), entry.getValue()})
                        .toList();
    }

    private void conditions(StringBuilder html) {
        var conditions = report.conditions();
        html.append("<h2>Conditions</h2>\n<p>%s; %d cores, %s, %,d MB heap, %s</p>%n"
                .formatted(
                        escaped(conditions.date()),
                        conditions.cores(),
                        escaped(conditions.jvm()),
                        conditions.heapMegabytes(),
                        escaped(conditions.system())));
        conditions
                .warmUpSeconds()
                .forEach((scenario, sides) -> html.append("<p>Seconds of warm-up in %s: %s</p>%n"
                        .formatted(escaped(scenario), escaped(sides.toString()))));
        if (!conditions.leftOut().isEmpty()) {
            html.append("<p>Left out: %s</p>%n".formatted(escaped(String.join(", ", conditions.leftOut()))));
        }
        conditions
                .postgres()
                .forEach((side, settings) -> html.append(
                        "<p>PostgreSQL of %s: %s</p>%n".formatted(escaped(side), escaped(settings.toString()))));
    }

    static String escaped(@Nullable String text) {
        return String.valueOf(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}

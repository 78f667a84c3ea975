package sluice.load.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws CPU time per order as bars, split over whose it was. */
final class Bars {

    private static final int WIDTH = 640;
    private static final int LEFT = 210;
    private static final int RIGHT = 90;
    private static final int BAR = 16;
    private static final int ROW = 22;
    private static final int HEAD = 30;
    private static final List<String> PARTS = List.of("JVM", "PostgreSQL", "client");
    private static final List<String> COLOURS = List.of("#2563eb", "#9333ea", "#9ca3af");

    private final List<Bar> bars = new ArrayList<>();

    private record Bar(String name, List<Double> parts) {

        double whole() {
            return parts.stream().mapToDouble(Double::doubleValue).sum();
        }
    }

    void add(String name, Figures.Cpu cpu) {
        bars.add(
                new Bar(name, List.of(Math.max(0, cpu.jvm()), Math.max(0, cpu.postgres()), Math.max(0, cpu.client()))));
    }

    String svg() {
        if (bars.isEmpty()) {
            return "";
        }
        double most = bars.stream().mapToDouble(Bar::whole).max().orElse(1);
        var svg = new StringBuilder("<figure><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"CPU time per order\">"
                .formatted(WIDTH, HEAD + ROW * bars.size()));
        for (int part = 0; part < PARTS.size(); part++) {
            int x = LEFT + 110 * part;
            svg.append(
                    "<rect x=\"%d\" y=\"4\" width=\"12\" height=\"12\" fill=\"%s\"/>".formatted(x, COLOURS.get(part)));
            svg.append("<text x=\"%d\" y=\"15\" font-size=\"12\">%s</text>".formatted(x + 18, PARTS.get(part)));
        }
        for (int row = 0; row < bars.size(); row++) {
            var bar = bars.get(row);
            int y = HEAD + ROW * row;
            svg.append("<text x=\"%d\" y=\"%d\" text-anchor=\"end\" font-size=\"12\">%s</text>"
                    .formatted(LEFT - 8, y + 13, Page.escaped(bar.name())));
            double x = LEFT;
            for (int part = 0; part < PARTS.size(); part++) {
                double width = bar.parts().get(part) / most * (WIDTH - LEFT - RIGHT);
                svg.append(String.format(
                        Locale.ROOT,
                        "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
                        x,
                        y,
                        width,
                        BAR,
                        COLOURS.get(part)));
                x += width;
            }
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%d\" font-size=\"12\">%,.1f µs</text>",
                    x + 6,
                    y + 13,
                    bar.whole()));
        }
        return svg.append("</svg><figcaption>CPU time per order, and whose it was</figcaption></figure>\n")
                .toString();
    }
}

package sluice.load.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws plots as SVG that needs nothing from anywhere. */
final class Chart {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 300;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 20;
    private static final int BOTTOM = 50;

    private final String title;
    private final String across;
    private final String upwards;
    private final List<Line> lines = new ArrayList<>();

    /** @param points x and y; both axes are logarithmic, so all above zero */
    private record Line(String name, String colour, List<double[]> points) {}

    /**
     * @param across what the axis of x shows
     * @param upwards what the axis of y shows
     */
    Chart(String title, String across, String upwards) {
        this.title = title;
        this.across = across;
        this.upwards = upwards;
    }

    Chart line(String name, String colour, List<double[]> points) {
        var shown =
                points.stream().filter(point -> point[0] > 0 && point[1] > 0).toList();
        if (!shown.isEmpty()) {
            lines.add(new Line(name, colour, shown));
        }
        return this;
    }

    String svg() {
        if (lines.isEmpty()) {
            return "";
        }
        double fromX = Math.floor(Math.log10(extreme(0, false)));
        double toX = Math.max(fromX + 1, Math.ceil(Math.log10(extreme(0, true))));
        double fromY = Math.floor(Math.log10(extreme(1, false)));
        double toY = Math.max(fromY + 1, Math.ceil(Math.log10(extreme(1, true))));
        var svg = new StringBuilder("<figure><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
                .formatted(WIDTH, HEIGHT, Page.escaped(title)));
        for (double x = fromX; x <= toX; x++) {
            double at = x(x, fromX, toX);
            rule(svg, at, TOP, at, HEIGHT - BOTTOM);
            text(svg, at, HEIGHT - BOTTOM + 18, "middle", power(x));
        }
        for (double y = fromY; y <= toY; y++) {
            double at = y(y, fromY, toY);
            rule(svg, LEFT, at, WIDTH - RIGHT, at);
            text(svg, LEFT - 8, at + 4, "end", power(y));
        }
        text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10, "middle", across);
        text(svg, LEFT, TOP - 6, "start", upwards);
        int row = 0;
        for (var line : lines) {
            var path = new StringBuilder();
            for (var point : line.points()) {
                double x = x(Math.log10(point[0]), fromX, toX);
                double y = y(Math.log10(point[1]), fromY, toY);
                path.append(String.format(Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : " L", x, y));
                svg.append(String.format(
                        Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>", x, y, line.colour()));
            }
            svg.append(
                    "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>".formatted(path, line.colour()));
            int at = TOP + 16 + 18 * row++;
            svg.append("<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"%s\"/>"
                    .formatted(LEFT + 10, at - 10, line.colour()));
            text(svg, LEFT + 28, at, "start", line.name());
        }
        return svg.append("</svg><figcaption>%s</figcaption></figure>\n".formatted(Page.escaped(title)))
                .toString();
    }

    private double extreme(int axis, boolean most) {
        var values = lines.stream().flatMap(line -> line.points().stream()).mapToDouble(point -> point[axis]);
        return most ? values.max().orElse(1) : values.min().orElse(1);
    }

    private static double x(double power, double from, double to) {
        return LEFT + (power - from) / (to - from) * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double power, double from, double to) {
        return HEIGHT - BOTTOM - (power - from) / (to - from) * (HEIGHT - TOP - BOTTOM);
    }

    private static String power(double exponent) {
        double value = Math.pow(10, exponent);
        return value >= 1 ? String.format(Locale.ROOT, "%,.0f", value) : Double.toString(value);
    }

    private static void rule(StringBuilder svg, double x1, double y1, double x2, double y2) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>",
                x1,
                y1,
                x2,
                y2));
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String words) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"12\">%s</text>",
                x,
                y,
                anchor,
                Page.escaped(words)));
    }
}

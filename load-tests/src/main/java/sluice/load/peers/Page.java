package sluice.load.peers;

/** stub */
final class Page {
    private final Report report;

    Page(Report report) {
        this.report = report;
    }

    String html() {
        return "<!doctype html>" + report.text();
    }
}

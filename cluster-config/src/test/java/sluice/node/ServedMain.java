package sluice.node;

/** A served node without the HTTP API, for tests that kill its process. */
final class ServedMain {
    private ServedMain() {}

    public static void main(String[] arguments) {
        Node.start(NodeSettings.ofProcess()).announceReady("no API");
    }
}

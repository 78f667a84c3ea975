package sluice.node;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What the tests of nodes share: free ports, and settings that take them. */
final class TestNode {
    static final String KEY = "a-bootstrap-key-for-tests";

    private TestNode() {}

    static int freePort() {
        return FreePort.find();
    }

    static Map<String, String> variables(Path dataDirectory) {
        return new HashMap<>(Map.of(
                "SLUICE_DATA_DIR", dataDirectory.toString(),
                "SLUICE_REMOTE_PORT", "0",
                "SLUICE_MANAGEMENT_PORT", "0",
                "SLUICE_HTTP_PORT", "0",
                "SLUICE_BOOTSTRAP_KEY", KEY));
    }
}

package sluice.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A node with a database of its own, as a cluster of one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeTest {
    private final Node node;

    NodeTest(@TempDir Path directory) {
        node = Node.start(NodeSettings.read(TestNode.variables(directory.resolve("data"))));
    }

    @AfterAll
    void stop() {
        node.stop();
    }

    @Test
    void node_oncestarted_takesWork_andIsReadyWhenAnnounced() throws Exception {
        assertEquals(Optional.empty(), node.admission().refusal());
        assertEquals(503, get("/ready").statusCode());
        node.announceReady("http://127.0.0.1:0");
        assertEquals(200, get("/ready").statusCode());
        assertEquals(200, get("/alive").statusCode());
        assertTrue(get("/cluster/members").body().contains("\"status\":\"Up\""));
        var metrics = get("/metrics").body();
        assertTrue(metrics.contains("sluice_database_up 1.0"), metrics);
        assertTrue(metrics.contains("hikaricp_connections{pool=\"engine\"}"), metrics);
        assertTrue(metrics.contains("hikaricp_connections{pool=\"journal\"}"), metrics);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.managementPort() + path))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }
}

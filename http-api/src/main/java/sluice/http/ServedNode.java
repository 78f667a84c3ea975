package sluice.http;

import java.util.concurrent.CompletionException;
import org.apache.pekko.http.javadsl.ServerBinding;
import sluice.key.ApiKey;
import sluice.node.Node;
import sluice.node.NodeSettings;

/** A running node that serves the API. */
final class ServedNode {

    private final Node node;
    private final String url;

    private ServedNode(Node node, String url) {
        this.node = node;
        this.url = url;
    }

    /** The public API cannot be served, for a reason outside the program. The message says what to do about it. */
    static final class CannotServe extends RuntimeException {
        private static final long serialVersionUID = 1;

        CannotServe(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Starts a node, binds the API, and announces that it is ready.
     *
     * @throws CannotServe if the address cannot be had; the node is stopped again, or stops with its process if it owns that
     * @throws sluice.node.StartFailed if the node does not start
     */
    static ServedNode start(NodeSettings settings) {
        var node = Node.start(settings);
        try {
            var binding = bind(node);
            var url = "http://" + settings.http().host() + ":"
                    + binding.localAddress().getPort();
            node.announceReady(url);
            return new ServedNode(node, url);
        } catch (RuntimeException failed) {
            if (!settings.served()) { // a node that owns its process is stopped by the end of it
                node.stop();
            }
            throw failed;
        }
    }

    private static ServerBinding bind(Node node) {
        var http = node.settings().http();
        try {
            return Server.serve(
                            node.system(),
                            node.engine(),
                            presented -> node.bootstrapKey().matches(presented).map(ApiKey::unlimited),
                            node.meters(),
                            http)
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException refused) {
            throw new CannotServe(
                    "The address " + http.host() + ":" + http.port()
                            + " cannot be listened on, most likely because another process does. Give this node"
                            + " another with SLUICE_HTTP_PORT (and SLUICE_HTTP_HOST).",
                    refused);
        }
    }

    /** Where the API is served. */
    String url() {
        return url;
    }

    Node node() {
        return node;
    }

    void stop() {
        node.stop();
    }
}

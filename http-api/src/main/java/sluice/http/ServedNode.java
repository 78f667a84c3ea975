package sluice.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.jspecify.annotations.Nullable;
import sluice.endpoint.EndpointDesk;
import sluice.endpoint.Webhooks;
import sluice.event.Events;
import sluice.key.BootstrapKey;
import sluice.key.KeyDesk;
import sluice.key.Keys;
import sluice.node.Node;
import sluice.node.NodeSettings;

/** A running node that serves the API. */
final class ServedNode {

    private final Node node;
    private final KeyDesk desk;
    private final Events events;
    private final @Nullable EndpointDesk webhooks;
    private final String url;

    private ServedNode(Node node, KeyDesk desk, Events events, @Nullable EndpointDesk webhooks, String url) {
        this.node = node;
        this.desk = desk;
        this.events = events;
        this.webhooks = webhooks;
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
        var given = Webhooks.Given.read(settings);
        var node = Node.start(settings);
        try {
            var keys = keys(node);
            var events = Events.start(node.system(), node.database(), node.engine(), node.meters());
            var webhooks = webhooks(node, given, events);
            var binding = bind(node, keys, events, webhooks);
            var url = "http://" + settings.http().host() + ":"
                    + binding.localAddress().getPort();
            node.announceReady(url);
            return new ServedNode(node, keys.desk(), events, webhooks, url);
        } catch (RuntimeException failed) {
            if (!settings.served()) { // a node that owns its process is stopped by the end of it
                node.stop();
            }
            throw failed;
        }
    }

    /** The keys of the installation, and the one it begins with; closed when the node stops, after its last request. */
    private static OpenKeys keys(Node node) {
        var bootstrap = node.settings()
                .bootstrapKey()
                .map(BootstrapKey::chosen)
                .orElseGet(() -> BootstrapKey.kept(node.database(), ServedNode::showKey));
        var desk = KeyDesk.open(node.database());
        CoordinatedShutdown.get(node.system())
                .addTask(
                        CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
                        "sluice-keys",
                        () -> CompletableFuture.supplyAsync(() -> {
                            desk.close();
                            return Done.done();
                        }));
        return new OpenKeys(desk, desk.keys(bootstrap));
    }

    /** Null where they are off; closed when the node stops, after those who deliver have handed over. */
    private static @Nullable EndpointDesk webhooks(Node node, Webhooks.Given given, Events events) {
        var started = Webhooks.start(
                node.system(),
                node.settings(),
                given,
                node.webhookDatabase(),
                events.reader(),
                events.signal(),
                node.meters());
        if (started.isEmpty()) {
            return null;
        }
        var webhooks = started.get();
        CoordinatedShutdown.get(node.system())
                .addTask(
                        CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
                        "sluice-webhooks",
                        () -> CompletableFuture.supplyAsync(() -> {
                            webhooks.close();
                            return Done.done();
                        }));
        return webhooks.desk();
    }

    private record OpenKeys(KeyDesk desk, Keys keys) {}

    private static void showKey(String key) {
        System.out.println("The bootstrap key, with every scope, shown this once: " + key);
        System.out.flush();
    }

    private static ServerBinding bind(Node node, OpenKeys open, Events events, @Nullable EndpointDesk webhooks) {
        var http = node.settings().http();
        try {
            return Server.serve(
                            node.system(),
                            node.engine(),
                            open.desk(),
                            events,
                            webhooks,
                            open.keys(),
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

    KeyDesk desk() {
        return desk;
    }

    Events events() {
        return events;
    }

    /** Null where webhooks are off. */
    @Nullable
    EndpointDesk webhooks() {
        return webhooks;
    }

    void stop() {
        node.stop();
    }
}

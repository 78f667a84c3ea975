package sluice.load.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * How a node is to be started: the same plan starts the same node again.
 *
 * @param dataDirectory where its embedded database is; empty where it uses another's
 * @param databaseUrl of JDBC, where it has none of its own
 * @param seeds the remote ports of the cluster's nodes, all of them; empty for a cluster of one
 * @param more variables of its environment
 */
public record NodePlan(
        Optional<Path> dataDirectory,
        Optional<String> databaseUrl,
        int httpPort,
        int remotePort,
        int managementPort,
        List<Integer> seeds,
        String apiKey,
        Path log,
        Map<String, String> more) {

    private static final int LOWEST_PORT = 20_000;
    private static final int HIGHEST_PORT = 32_000;

    /** A node with a database of its own in {@code directory}, on free ports. */
    public static NodePlan alone(Path directory, String apiKey, Path log) {
        return on(Optional.of(directory), Optional.empty(), apiKey, log);
    }

    /** A node on a database that is there already, on free ports, in no cluster with any other. */
    public static NodePlan beside(String databaseUrl, String apiKey, Path log) {
        return on(Optional.empty(), Optional.of(databaseUrl), apiKey, log);
    }

    private static NodePlan on(Optional<Path> directory, Optional<String> url, String apiKey, Path log) {
        var ports = freePorts(3);
        return new NodePlan(directory, url, ports.get(0), ports.get(1), ports.get(2), List.of(), apiKey, log, Map.of());
    }

    /** The same node as one of a cluster. */
    public NodePlan seededBy(List<Integer> remotePorts) {
        return new NodePlan(
                dataDirectory,
                databaseUrl,
                httpPort,
                remotePort,
                managementPort,
                List.copyOf(remotePorts),
                apiKey,
                log,
                more);
    }

    /** The same node on a database that another runs. */
    public NodePlan onDatabase(String url) {
        return new NodePlan(
                Optional.empty(), Optional.of(url), httpPort, remotePort, managementPort, seeds, apiKey, log, more);
    }

    /** The same node with one more variable in its environment. */
    public NodePlan with(String variable, String value) {
        var variables = new HashMap<>(more);
        variables.put(variable, value);
        return new NodePlan(
                dataDirectory,
                databaseUrl,
                httpPort,
                remotePort,
                managementPort,
                seeds,
                apiKey,
                log,
                Map.copyOf(variables));
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + httpPort);
    }

    Map<String, String> environment() {
        var variables = new HashMap<>(more);
        dataDirectory.ifPresent(directory -> variables.put("SLUICE_DATA_DIR", directory.toString()));
        databaseUrl.ifPresent(url -> variables.put("SLUICE_DATABASE_URL", url));
        variables.put("SLUICE_HTTP_PORT", Integer.toString(httpPort));
        variables.put("SLUICE_REMOTE_PORT", Integer.toString(remotePort));
        variables.put("SLUICE_MANAGEMENT_PORT", Integer.toString(managementPort));
        variables.put("SLUICE_BOOTSTRAP_KEY", apiKey);
        if (!seeds.isEmpty()) {
            variables.put(
                    "SLUICE_SEEDS",
                    seeds.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(",")));
        }
        return variables;
    }

    /**
     * Ports that nobody listened on a moment ago, below those that a system gives to outgoing connections: one of these might be taken
     * before the node listens.
     */
    private static List<Integer> freePorts(int count) {
        var sockets = new ArrayList<ServerSocket>();
        var ports = new ArrayList<Integer>();
        try {
            while (ports.size() < count) {
                int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
                try {
                    sockets.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
                    ports.add(port);
                } catch (BindException taken) {
                    // another, then
                }
            }
            for (var socket : sockets) {
                socket.close();
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

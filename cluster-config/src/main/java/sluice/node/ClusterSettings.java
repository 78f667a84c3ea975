package sluice.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * This node's address among its cluster, and with whom it forms one.
 *
 * @param seeds empty for a cluster of one; else the same list on every node, this one included, of which only the first forms
 * @param downedAfter how long after a silence the others have removed a node, at most: failure detector, split-brain
 *     resolver and margin together
 */
public record ClusterSettings(String host, int port, List<Seed> seeds, Duration downedAfter) {
    private static final String HOST = "pekko.remote.artery.canonical.hostname";
    private static final String PORT = "pekko.remote.artery.canonical.port";
    private static final String SEEDS = "sluice.cluster.seeds";

    public ClusterSettings {
        seeds = List.copyOf(seeds);
    }

    /** Another node's address, or this one's. */
    public record Seed(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    static ClusterSettings read(SettingsReader reader) {
        var self = new Seed(reachable(reader.host(HOST)), reader.port(PORT));
        var seeds = new ArrayList<Seed>();
        reader.optionalText(SEEDS).ifPresent(text -> {
            for (var part : text.split(",", -1)) {
                seeds.add(seed(part.strip()));
            }
            if (Collections.frequency(seeds, self) != 1) {
                throw new InvalidSetting(
                        SEEDS,
                        "is '" + text + "', which must have this node itself, " + self
                                + ", exactly once. Give every node "
                                + "the same list, and each its own " + Variable.SLUICE_REMOTE_HOST + " and "
                                + Variable.SLUICE_REMOTE_PORT + ".");
            }
        });
        var downedAfter = reader.duration("pekko.cluster.failure-detector.acceptable-heartbeat-pause")
                .plus(reader.duration("pekko.cluster.split-brain-resolver.stable-after"))
                .plus(reader.duration("pekko.cluster.down-removal-margin"));
        return new ClusterSettings(self.host(), self.port(), seeds, downedAfter);
    }

    private static String reachable(String host) {
        if (host.equals("0.0.0.0") || host.equals("::")) {
            throw new InvalidSetting(
                    HOST, "is '" + host + "'. It must be the address at which the other nodes reach this one.");
        }
        return host;
    }

    private static Seed seed(String text) {
        var colon = text.lastIndexOf(':');
        if (colon > 0) {
            try {
                var port = Integer.parseInt(text.substring(colon + 1));
                if (port > 0 && port <= 65_535) {
                    return new Seed(text.substring(0, colon), port);
                }
            } catch (NumberFormatException e) {
                // Refused below.
            }
        }
        throw new InvalidSetting(
                SEEDS, "has '" + text + "'. It must be host:port,host:port, such as 10.0.0.1:25520,10.0.0.2:25520.");
    }
}

package sluice.http;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;

/**
 * How the public server takes requests.
 *
 * @param maxInFlight the most requests carried out at once; more are refused
 * @param refusalsPerSecond the most that are told so in a second; the others wait for their turn
 * @param maxStreams the most streams open at once
 * @param maxStreamsPerKey the most of them under one key
 * @param streamHeartbeat after which a stream on which nothing goes says that it is alive
 * @param bodyLimitBytes the longest body taken
 * @param bulkBodyLimitBytes the longest body of a bulk request
 * @param discardLimitBytes how much of a longer body is read and dropped, before its connection is cut
 * @param bodyTimeout until the whole body must have arrived
 * @param deadline after which a caller waits no longer
 * @param headTimeout after which a connection that has brought no whole request head at all is cut
 * @param crowdedHeadTimeout the same when three of four connections that there may be are open
 * @param idleTimeout after which a connection that brought no whole request head is cut
 * @param accessLog which requests have a line in the log
 * @param slowRequest what takes longer is notable there
 * @param drainDeadline how long running requests may take to end when the node stops
 * @param pekko what Pekko HTTP is told
 */
record ServerSettings(
        int maxInFlight,
        int refusalsPerSecond,
        int maxStreams,
        int maxStreamsPerKey,
        Duration streamHeartbeat,
        long bodyLimitBytes,
        long bulkBodyLimitBytes,
        long discardLimitBytes,
        Duration bodyTimeout,
        Duration deadline,
        Duration headTimeout,
        Duration crowdedHeadTimeout,
        Duration idleTimeout,
        AccessLog.Wanted accessLog,
        Duration slowRequest,
        Duration drainDeadline,
        org.apache.pekko.http.javadsl.settings.ServerSettings pekko) {

    /** @throws IllegalArgumentException naming the setting, if nothing could be carried out, or a request or a stream cut while it still is */
    ServerSettings {
        if (maxInFlight < 1) {
            throw new IllegalArgumentException("sluice.http.max-in-flight must be 1 or more, was " + maxInFlight);
        }
        if (!streamHeartbeat.isPositive() || streamHeartbeat.compareTo(idleTimeout) >= 0) {
            throw new IllegalArgumentException(
                    "sluice.http.stream-heartbeat must be above zero and below idle-timeout, was " + streamHeartbeat);
        }
        if (idleTimeout.compareTo(bodyTimeout.plus(deadline)) <= 0) {
            throw new IllegalArgumentException(
                    "sluice.http.idle-timeout must be above body-timeout and deadline together, was " + idleTimeout);
        }
    }

    /**
     * Reads {@code server.conf}; what {@code node} sets under {@code sluice.http} wins over it.
     *
     * @throws com.typesafe.config.ConfigException naming a setting that is missing or of another type
     */
    static ServerSettings read(Config node) {
        var loader = ServerSettings.class.getClassLoader();
        var config = node.withOnlyPath("sluice.http")
                .withFallback(ConfigFactory.parseResources(loader, "sluice/http/server.conf"))
                .withFallback(node)
                .resolve();
        var http = config.getConfig("sluice.http");
        return new ServerSettings(
                http.getInt("max-in-flight"),
                http.getInt("refusals-per-second"),
                http.getInt("max-streams"),
                http.getInt("max-streams-per-key"),
                http.getDuration("stream-heartbeat"),
                http.getBytes("body-limit"),
                http.getBytes("bulk-body-limit"),
                http.getBytes("discard-limit"),
                http.getDuration("body-timeout"),
                http.getDuration("deadline"),
                http.getDuration("head-timeout"),
                http.getDuration("crowded-head-timeout"),
                http.getDuration("idle-timeout"),
                AccessLog.Wanted.named(http.getString("access-log")),
                http.getDuration("slow-request"),
                http.getDuration("drain-deadline"),
                org.apache.pekko.http.javadsl.settings.ServerSettings.create(config));
    }
}

package sluice.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The PostgreSQL that a node runs for itself.
 *
 * @param dataDirectory what must be kept: the database, its password, its log
 * @param programsDirectory where its programs are unpacked to
 * @param server settings of the server by their PostgreSQL names, with {@code shared_buffers} as they are on this machine
 */
public record EmbeddedSettings(
        Path dataDirectory,
        Path programsDirectory,
        Duration startTimeout,
        Duration stopTimeout,
        Map<String, String> server) {

    public EmbeddedSettings {
        server = Map.copyOf(server);
    }

    static EmbeddedSettings read(SettingsReader reader) {
        var server = new TreeMap<String, String>();
        reader.config()
                .getConfig("sluice.embedded.server")
                .entrySet()
                .forEach(entry -> server.put(
                        entry.getKey(), String.valueOf(entry.getValue().unwrapped())));
        server.replace("shared_buffers", BufferMemory.AUTO, BufferMemory.here());
        return new EmbeddedSettings(
                reader.path("sluice.embedded.data-directory"),
                reader.path("sluice.embedded.programs-directory"),
                reader.duration("sluice.embedded.start-timeout"),
                reader.duration("sluice.embedded.stop-timeout"),
                server);
    }
}

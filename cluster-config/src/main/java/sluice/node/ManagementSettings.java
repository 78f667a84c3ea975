package sluice.node;

/**
 * Where liveness, readiness, metrics and membership are told.
 *
 * @param port 0 takes any free one
 */
public record ManagementSettings(String host, int port) {

    static ManagementSettings read(SettingsReader reader) {
        return new ManagementSettings(reader.host("sluice.management.host"), reader.port("sluice.management.port"));
    }
}

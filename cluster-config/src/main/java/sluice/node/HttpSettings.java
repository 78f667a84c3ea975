package sluice.node;

/**
 * Where the public API listens.
 *
 * @param port 0 takes any free one
 */
public record HttpSettings(String host, int port) {

    static HttpSettings read(SettingsReader reader) {
        return new HttpSettings(reader.host("sluice.http.host"), reader.port("sluice.http.port"));
    }
}

package sluice.node;

import java.io.IOException;
import java.util.Properties;

/** The version of this build. */
final class Version {
    private Version() {}

    static String current() {
        try (var stream = Version.class.getResourceAsStream("/sluice/version.properties")) {
            var properties = new Properties();
            properties.load(stream);
            return properties.getProperty("version", "");
        } catch (IOException e) {
            throw new AssertionError("The build has a version", e);
        }
    }
}

package sluice.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads single settings; a wrong one is refused by its name. */
final class SettingsReader {
    private final Config config;

    SettingsReader(Config config) {
        this.config = config;
    }

    Config config() {
        return config;
    }

    /** The text, without surrounding space; empty if unset or blank. */
    Optional<String> optionalText(String key) {
        try {
            var text = config.getString(key).strip();
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
        } catch (ConfigException e) {
            throw new InvalidSetting(key, "must be a text.");
        }
    }

    /** The text in the setting, or in the file that {@code <key>-file} names. */
    Optional<String> optionalSecret(String key) {
        var plain = optionalText(key);
        var fileKey = key + "-file";
        var file = optionalText(fileKey);
        if (file.isEmpty()) {
            return plain;
        }
        if (plain.isPresent()) {
            throw new InvalidSetting(fileKey, "and " + Variable.describe(key) + " are both set. Unset one of them.");
        }
        return Optional.of(contents(fileKey, file.get()));
    }

    private static String contents(String key, String file) {
        try {
            var contents = Files.readString(Path.of(file)).strip();
            if (contents.isEmpty()) {
                throw new InvalidSetting(key, "names the file '" + file + "', which is empty.");
            }
            return contents;
        } catch (IOException | InvalidPathException e) {
            throw new InvalidSetting(
                    key, "names the file '" + file + "', which cannot be read. Name a file that this user may read.");
        }
    }

    /** One of these texts. */
    String oneOf(String key, String... choices) {
        var text = optionalText(key).orElse("");
        if (!List.of(choices).contains(text)) {
            throw new InvalidSetting(key, "is '" + text + "'. It must be one of " + String.join(", ", choices) + ".");
        }
        return text;
    }

    /** A host name or address. */
    String host(String key) {
        var host = optionalText(key).orElse("");
        if (host.isEmpty() || host.chars().anyMatch(c -> Character.isWhitespace(c) || c == '/' || c == ',')) {
            throw new InvalidSetting(
                    key, "is '" + host + "'. It must be a host name or an address, such as 127.0.0.1.");
        }
        return host;
    }

    /** A TCP port; 0 means any free one. */
    int port(String key) {
        var text = optionalText(key).orElse("");
        try {
            var port = Integer.parseInt(text);
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Refused below, in the same words as a number out of range.
        }
        throw new InvalidSetting(
                key, "is '" + text + "'. It must be a whole number from 0 to 65535, where 0 takes any free port.");
    }

    int atLeast(int least, String key) {
        try {
            var number = config.getInt(key);
            if (number >= least) {
                return number;
            }
        } catch (ConfigException e) {
            // Refused below.
        }
        throw new InvalidSetting(key, "is '" + raw(key) + "'. It must be a whole number of at least " + least + ".");
    }

    Duration duration(String key) {
        try {
            var duration = config.getDuration(key);
            if (duration.isPositive()) {
                return duration;
            }
        } catch (ConfigException e) {
            // Refused below.
        }
        throw new InvalidSetting(key, "is '" + raw(key) + "'. It must be a time with its unit, such as 3s.");
    }

    /** A time that the other side counts in whole seconds. */
    Duration wholeSeconds(String key) {
        var duration = duration(key);
        if (duration.toMillisPart() != 0 || duration.toSeconds() < 1) {
            throw new InvalidSetting(key, "is '" + raw(key) + "'. It must be whole seconds, such as 5s.");
        }
        return duration;
    }

    boolean flag(String key) {
        try {
            return config.getBoolean(key);
        } catch (ConfigException e) {
            throw new InvalidSetting(key, "is '" + raw(key) + "'. It must be on or off.");
        }
    }

    Path path(String key) {
        var text = optionalText(key).orElseThrow(() -> new InvalidSetting(key, "is empty. It must name a directory."));
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new InvalidSetting(key, "is '" + text + "'. It must name a directory.");
        }
    }

    private String raw(String key) {
        return config.hasPath(key) ? String.valueOf(config.getValue(key).unwrapped()) : "";
    }
}

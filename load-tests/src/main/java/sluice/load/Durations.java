package sluice.load;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;

/** Reads {@code 60s}, {@code 1m30s} or {@code PT1M30S}. */
final class Durations implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String value) {
        return Duration.parse(value.startsWith("P") ? value : "PT" + value);
    }
}

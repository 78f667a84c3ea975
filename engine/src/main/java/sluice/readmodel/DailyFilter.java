package sluice.readmodel;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which days' figures are wanted.
 *
 * @param from the first day
 * @param to the last day
 */
public record DailyFilter(LocalDate from, LocalDate to) implements Filter {

    @Override
    public String list() {
        return "daily";
    }

    @Override
    public List<@Nullable Object> parts() {
        return Arrays.asList(from, to);
    }
}

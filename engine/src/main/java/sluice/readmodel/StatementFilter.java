package sluice.readmodel;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.value.AccountId;

/**
 * Which entries of an account's statement are wanted.
 *
 * @param from inclusive, in whole milliseconds
 * @param before exclusive, in whole milliseconds
 */
public record StatementFilter(
        AccountId account, @Nullable Instant from, @Nullable Instant before) implements Filter {

    @Override
    public String list() {
        return "statement";
    }

    @Override
    public List<@Nullable Object> parts() {
        return Arrays.asList(account, from, before);
    }
}

package sluice.readmodel;

import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.value.AccountId;

/**
 * Which accounts are wanted.
 *
 * @param only this account and no other
 * @param prefix that its id begins with
 * @param netDays its payment terms; 0 is prepaid
 */
public record AccountFilter(
        @Nullable AccountId only,
        @Nullable String prefix,
        @Nullable Currency currency,
        @Nullable Integer netDays) implements Filter {

    @Override
    public String list() {
        return "accounts";
    }

    @Override
    public List<@Nullable Object> parts() {
        return Arrays.asList(only, prefix, currency, netDays);
    }
}

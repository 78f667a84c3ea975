package sluice.readmodel;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.entity.CanonicalHash;

/** Which rows of a list are wanted; the parts that are left out admit every row. */
public sealed interface Filter
        permits OrderFilter, SkuFilter, AccountFilter, StockFilter, LedgerFilter, StatementFilter, DailyFilter {

    int FINGERPRINT_DIGITS = 32;

    /** The name of the list, for ever. */
    String list();

    /** Equal for filters that admit the same rows: 128 bits of a hash of all its parts, in hexadecimal. */
    default String fingerprint() {
        var hash = new CanonicalHash();
        parts().forEach(part -> hash.add(part == null ? 0 : 1).add(String.valueOf(part)));
        return hash.hex().substring(0, FINGERPRINT_DIGITS);
    }

    /** Its parts, each in a place of its own; null where it is left out. */
    List<@Nullable Object> parts();
}

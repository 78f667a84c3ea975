package sluice.readmodel;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.value.LocationId;

/**
 * Whose stock is wanted.
 *
 * @param prefix that the SKU begins with
 * @param location that has, or had, some of it
 * @param availableBelow what is available is less than this
 */
public record StockFilter(
        @Nullable String prefix,
        @Nullable LocationId location,
        @Nullable Long availableBelow) implements Filter {

    @Override
    public String list() {
        return "stock";
    }

    @Override
    public List<@Nullable Object> parts() {
        return Arrays.asList(prefix, location, availableBelow);
    }
}

package sluice.readmodel;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which SKUs are wanted: those that begin with {@code prefix}. */
public record SkuFilter(@Nullable String prefix) implements Filter {

    @Override
    public String list() {
        return "skus";
    }

    @Override
    public List<@Nullable Object> parts() {
        return Arrays.asList(prefix);
    }
}

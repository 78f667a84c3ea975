package sluice.readmodel;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.value.SkuId;

/** The stock ledger of one SKU. */
public record LedgerFilter(SkuId sku) implements Filter {

    @Override
    public String list() {
        return "ledger";
    }

    @Override
    public List<@Nullable Object> parts() {
        return Arrays.asList(sku);
    }
}

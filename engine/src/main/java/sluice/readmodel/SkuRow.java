package sluice.readmodel;

import java.time.Instant;
import sluice.stock.SkuDefinition;
import sluice.value.SkuId;

/**
 * A SKU as a list shows it.
 *
 * @param version of its definition
 * @param updatedAt when it was last defined
 */
public record SkuRow(SkuId sku, SkuDefinition definition, long version, Instant updatedAt) {}

/** One SKU: what is on hand, who has claimed it. The stock rule is {@link sluice.stock.StockRules}. */
@NullMarked
package sluice.stock;

import org.jspecify.annotations.NullMarked;

package sluice.load.client;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order as a client asks for it. The key travels as its {@code Idempotency-Key} and as its PO number, so that whoever reads the
 * journal knows what was asked under which key.
 *
 * @param key names this order for its client, over all attempts; no other order of any run has it
 * @param channel as the API spells it: {@code API}, {@code POS}, …
 * @param externalId the channel's own name of the order, where it gives one
 * @param account null for a guest
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OrderRequest(
        String key,
        String channel,
        @Nullable String externalId,
        @Nullable String account,
        String currency,
        List<Line> lines) {

    /** What it comes to, each line rounded half up once, in minor units of its currency. */
    public long totalMinorUnits() {
        int digits = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        return lines.stream()
                .mapToLong(line -> line.unitPrice()
                        .multiply(BigDecimal.valueOf(line.quantity()))
                        .movePointRight(digits)
                        .setScale(0, RoundingMode.HALF_UP)
                        .longValueExact())
                .sum();
    }

    /** One line; {@code quantity} in the SKU's smallest unit. */
    public record Line(
            String sku,
            long quantity,
            @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal unitPrice) {}
}

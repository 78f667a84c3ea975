package sluice.load.client;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Currency;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was agreed when an order was placed, and never changes afterwards: the same whether it is read from an answer or from the
 * journal.
 */
public record OrderContent(
        String id,
        String channel,
        @Nullable String account,
        @Nullable String externalId,
        @Nullable String poNumber,
        String currency,
        List<Line> lines) {

    /** One line as agreed; its total is in minor units of the order's currency. */
    public record Line(String sku, long quantity, BigDecimal unitPrice, long totalMinorUnits) {}

    /** The sum of the lines, in minor units of the order's currency. */
    public long totalMinorUnits() {
        return lines.stream().mapToLong(Line::totalMinorUnits).sum();
    }

    /** SHA-256 over all of it, in hexadecimal; two contents with one digest are the same. */
    public String digest() {
        var text = new StringBuilder();
        field(text, id);
        field(text, channel);
        field(text, account);
        field(text, externalId);
        field(text, poNumber);
        field(text, currency);
        for (var line : lines) {
            field(text, line.sku());
            field(text, Long.toString(line.quantity()));
            field(text, plain(line.unitPrice()));
            field(text, Long.toString(line.totalMinorUnits()));
        }
        return HexFormat.of().formatHex(sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether this is what {@code request} asked for, line by line. */
    public boolean answers(OrderRequest request) {
        return channel.equals(request.channel())
                && Objects.equals(account, request.account())
                && Objects.equals(externalId, request.externalId())
                && Objects.equals(poNumber, request.key())
                && currency.equals(request.currency())
                && lines.stream()
                        .map(OrderContent::asked)
                        .toList()
                        .equals(request.lines().stream()
                                .map(OrderContent::asked)
                                .toList());
    }

    private static String asked(Line line) {
        return asked(line.sku(), line.quantity(), line.unitPrice());
    }

    private static String asked(OrderRequest.Line line) {
        return asked(line.sku(), line.quantity(), line.unitPrice());
    }

    private static String asked(String sku, long quantity, BigDecimal unitPrice) {
        return sku + '|' + quantity + '|' + plain(unitPrice);
    }

    /** {@code amount} in major units as minor units of {@code currency}. */
    public static long minorUnits(BigDecimal amount, String currency) {
        int digits = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        return amount.movePointRight(digits).longValueExact();
    }

    private static void field(StringBuilder text, @Nullable String value) {
        // The length in front keeps neighbouring fields apart whatever characters they hold.
        text.append(value == null ? "-" : value.length() + ":" + value).append('\n');
    }

    private static String plain(BigDecimal price) {
        return price.signum() == 0 ? "0" : price.stripTrailingZeros().toPlainString();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}

package sluice.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.readmodel.DailyRow;
import sluice.view.MoneyView;

/** One day's figures of one channel. */
record DailyJson(
        String day,
        String channel,
        Placed placed,
        Counted cancelled,
        Shipped shipped,
        long delivered,
        FirstShipments firstShipments,
        List<Transition> transitions,
        List<Refused> refused) {

    private static final int RATE_DIGITS = 4;

    record Placed(long orders, long lines, long units, List<MoneyView> value) {}

    record Counted(long orders, long units) {}

    record Shipped(long shipments, long orders, long units) {}

    record FirstShipments(Filled orders, Filled lines, Filled units) {}

    /** @param rate of those filled; left out where there were none */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Filled(long all, long filled, @Nullable BigDecimal rate) {

        static Filled of(DailyRow.Filled of) {
            return new Filled(
                    of.all(),
                    of.filled(),
                    of.all() == 0
                            ? null
                            : BigDecimal.valueOf(of.filled())
                                    .divide(BigDecimal.valueOf(of.all()), RATE_DIGITS, RoundingMode.HALF_UP));
        }
    }

    record Transition(String from, String to, long count, long totalMillis, List<Within> within) {}

    /** @param time ISO 8601 */
    record Within(String time, long count) {}

    record Refused(String reason, long orders) {}

    static DailyJson of(DailyRow row) {
        return new DailyJson(
                row.day().toString(),
                row.channel().name(),
                new Placed(
                        row.ordersPlaced(),
                        row.linesPlaced(),
                        row.unitsPlaced(),
                        row.value().entrySet().stream().map(DailyJson::value).toList()),
                new Counted(row.ordersCancelled(), row.unitsCancelled()),
                new Shipped(row.shipments(), row.ordersShipped(), row.unitsShipped()),
                row.ordersDelivered(),
                new FirstShipments(
                        Filled.of(row.ordersFirstShipped()),
                        Filled.of(row.linesFirstShipped()),
                        Filled.of(row.unitsFirstShipped())),
                row.transitions().stream().map(DailyJson::transition).toList(),
                row.refusals().entrySet().stream()
                        .map(reason -> new Refused(reason.getKey(), reason.getValue()))
                        .toList());
    }

    /** A sum of a day may be beyond what one amount can be. */
    private static MoneyView value(Map.Entry<String, BigDecimal> minorUnits) {
        int digits = Currency.getInstance(minorUnits.getKey()).getDefaultFractionDigits();
        var amount = minorUnits.getValue().movePointLeft(digits).setScale(digits, RoundingMode.UNNECESSARY);
        return new MoneyView(amount.toPlainString(), minorUnits.getKey());
    }

    private static Transition transition(DailyRow.Transition of) {
        return new Transition(
                of.from().name(),
                of.to().name(),
                of.count(),
                of.total().toMillis(),
                of.within().entrySet().stream()
                        .map(within -> new Within(within.getKey().toString(), within.getValue()))
                        .toList());
    }
}

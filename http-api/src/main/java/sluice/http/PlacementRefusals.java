package sluice.http;

import java.util.List;
import java.util.Optional;
import sluice.http.Answer.Refusal;
import sluice.key.ApiKey;
import sluice.placement.PlacementRejection;
import sluice.placement.PlacementRejection.Shortage;
import sluice.placement.WantedOrder;
import sluice.value.SkuId;
import sluice.view.MoneyView;

/** Why orders are not placed, as problems. */
final class PlacementRefusals {

    private PlacementRefusals() {}

    record Missing(String sku, long requested, long available) {}

    /** Why {@code key} can never place such an order; empty if it may try. An account of others is for the engine to refuse. */
    static Optional<Refusal> beyond(ApiKey key, WantedOrder wanted) {
        var channel = key.channel();
        return channel == null || channel == wanted.channel()
                ? Optional.empty()
                : Optional.of(Refusal.of(Problem.BEYOND_KEY, "The key places orders through " + channel + " only.")
                        .with("channel", channel));
    }

    /** @param key is not told of what it may not see */
    static Refusal of(PlacementRejection rejection, ApiKey key) {
        return switch (rejection) {
            case PlacementRejection.InsufficientStock(var shortages) ->
                Refusal.of(Problem.INSUFFICIENT_STOCK, shortage(shortages))
                        .with(
                                "lines",
                                shortages.stream().map(PlacementRefusals::line).toList());
            case PlacementRejection.CreditLimitExceeded(var requested, var limit, var exposure) ->
                Refusal.of(
                                Problem.CREDIT_LIMIT_EXCEEDED,
                                "The order's " + requested + " on top of an exposure of " + exposure
                                        + " exceed the limit of " + limit + ".")
                        .with("requested", MoneyView.of(requested))
                        .with("creditLimit", MoneyView.of(limit))
                        .with("exposure", MoneyView.of(exposure));
            case PlacementRejection.UnknownSkus(var skus) ->
                Refusal.of(Problem.UNKNOWN_SKU, "Not defined: " + names(skus) + ".")
                        .with("skus", skus);
            case PlacementRejection.UnknownAccount() ->
                Refusal.of(Problem.UNKNOWN_ACCOUNT, "There is no such account.");
            case PlacementRejection.CurrencyMismatch(var expected) ->
                Refusal.of(Problem.CURRENCY_MISMATCH, "The account or the SKU's price is in " + expected + ".")
                        .with("expected", expected.getCurrencyCode());
            case PlacementRejection.PriceMissing(var skus) ->
                Refusal.of(Problem.PRICE_MISSING, "Without a price: " + names(skus) + ".")
                        .with("skus", skus);
            case PlacementRejection.TotalOutOfRange() ->
                Refusal.of(Problem.TOTAL_OUT_OF_RANGE, "The total of the lines is out of range.");
            case PlacementRejection.RequestInFlight() ->
                Refusal.of(Problem.REQUEST_IN_FLIGHT, "The same request is being carried out at this moment.");
            case PlacementRejection.ExternalIdTaken(var order, var account) ->
                key.sees(Optional.ofNullable(account))
                        ? Refusal.of(Problem.DUPLICATE_EXTERNAL_ID, "The external id names order " + order + ".")
                                .with("orderId", order.toString())
                        : Refusal.of(Problem.DUPLICATE_EXTERNAL_ID, "The channel has used the external id before.");
        };
    }

    private static String shortage(List<Shortage> shortages) {
        var first = shortages.getFirst();
        var more = shortages.size() == 1 ? "" : " And " + (shortages.size() - 1) + " more, see lines.";
        return "Of " + first.sku() + ", " + first.available() + " is available and " + first.requested()
                + " was ordered." + more;
    }

    private static Missing line(Shortage shortage) {
        return new Missing(
                shortage.sku().value(),
                shortage.requested().units(),
                shortage.available().units());
    }

    private static String names(List<SkuId> skus) {
        return String.join(", ", skus.stream().limit(5).map(SkuId::value).toList()) + (skus.size() > 5 ? ", …" : "");
    }
}

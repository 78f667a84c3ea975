package sluice.sim;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import sluice.entity.Outcome;
import sluice.placement.PlacementRejection;
import sluice.placement.PlacementRejection.Shortage;
import sluice.placement.WantedOrder;
import sluice.stock.SkuDefinition.Price;
import sluice.value.Money;
import sluice.value.SkuId;

final class PlacementRefusalIsJustified extends Check {

    /** For so long a node remembers that a SKU is sold out. */
    private static final long MARK_MICROS = 100_000;

    PlacementRefusalIsJustified(Case life) {
        super(life);
    }

    @Override
    public String sentence() {
        return "What a refused placement says of stock and credit was so at some moment while the client waited, "
                + "or as long before as a sold-out mark lives, and is reason enough.";
    }

    @Override
    public void answered(Attempt attempt) {
        if (attempt.act.wish() instanceof Act.Place(var wanted)
                && attempt.outcome instanceof Outcome.Refused<?, ?>(var reason)
                && !(reason instanceof PlacementRejection refused && isJustified(attempt, wanted, refused))) {
            violated("%s is refused: %s", attempt, reason);
        }
    }

    private boolean isJustified(Attempt attempt, WantedOrder wanted, PlacementRejection reason) {
        long since = attempt.sentMicros;
        return switch (reason) {
            case PlacementRejection.InsufficientStock(var shortages) ->
                areShort(shortages, wanted, since - MARK_MICROS);
            case PlacementRejection.UnknownSkus(var skus) -> areUnknown(skus, wanted, since);
            case PlacementRejection.UnknownAccount unknown ->
                wanted.account() != null && !books.of(wanted.account()).wasOpenAt(since);
            case PlacementRejection.CreditLimitExceeded(var requested, var limit, var exposure) ->
                wanted.account() != null
                        && exposure.minorUnits() > limit.minorUnits() - requested.minorUnits()
                        && books.of(wanted.account()).exposure.was(exposure.minorUnits(), since, nowMicros())
                        && wasLimit(books.of(wanted.account()), limit, since)
                        && isTotal(requested, wanted, since);
            case PlacementRejection.CurrencyMismatch(var expected) ->
                !expected.equals(wanted.currency())
                        && (wasCurrencyOfAccount(wanted, expected, since)
                                || wasCurrencyOfPrice(wanted, expected, since));
            case PlacementRejection.PriceMissing(var skus) -> areUnpriced(skus, wanted, since);
            case PlacementRejection.TotalOutOfRange outOfRange -> !mayBeInRange(wanted);
            case PlacementRejection.RequestInFlight inFlight ->
                attempt.act.key() != null || wanted.externalId() != null;
            case PlacementRejection.ExternalIdTaken(var order, var account) -> {
                var book = books.of(order);
                yield book.placed != null
                        && wanted.externalId() != null
                        && wanted.externalId().equals(book.placed.externalId())
                        && wanted.channel() == book.placed.channel()
                        && !Wording.isOf(wanted, book.placed);
            }
        };
    }

    private boolean areShort(List<Shortage> shortages, WantedOrder wanted, long since) {
        for (var shortage : shortages) {
            var requested = shortage.requested();
            var available = shortage.available();
            boolean isShort = requested.units() == unitsOf(wanted, shortage.sku())
                    && requested.exceeds(available)
                    && books.of(shortage.sku()).available.was(available.units(), since, nowMicros());
            if (!isShort) {
                return false;
            }
        }
        return !shortages.isEmpty();
    }

    private static long unitsOf(WantedOrder wanted, SkuId sku) {
        long units = 0;
        for (var line : wanted.lines()) {
            units += line.sku().equals(sku) ? line.quantity().units() : 0;
        }
        return units;
    }

    private boolean areUnknown(List<SkuId> skus, WantedOrder wanted, long since) {
        for (var sku : skus) {
            if (unitsOf(wanted, sku) == 0 || books.of(sku).wasDefinedAt(since)) {
                return false;
            }
        }
        return !skus.isEmpty();
    }

    private static boolean wasLimit(AccountBook account, Money limit, long since) {
        for (var terms : account.termsSince(since)) {
            if (terms != null && terms.creditLimit().equals(limit)) {
                return true;
            }
        }
        return false;
    }

    private boolean wasCurrencyOfAccount(WantedOrder wanted, Currency expected, long since) {
        if (wanted.account() != null) {
            for (var terms : books.of(wanted.account()).termsSince(since)) {
                if (terms != null && terms.creditLimit().currency().equals(expected)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean wasCurrencyOfPrice(WantedOrder wanted, Currency expected, long since) {
        for (var line : wanted.lines()) {
            for (var definition : books.of(line.sku()).definitionsSince(since)) {
                Price price = definition == null ? null : definition.price();
                if (line.unitPrice() == null
                        && price != null
                        && price.currency().equals(expected)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean areUnpriced(List<SkuId> skus, WantedOrder wanted, long since) {
        for (var sku : skus) {
            boolean unpriced = false;
            for (var definition : books.of(sku).definitionsSince(since)) {
                unpriced |= definition != null && definition.price() == null;
            }
            boolean asked = false;
            for (var line : wanted.lines()) {
                asked |= line.sku().equals(sku) && line.unitPrice() == null;
            }
            if (!asked || !unpriced) {
                return false;
            }
        }
        return !skus.isEmpty();
    }

    /** Whether the order may come to this; where prices of SKUs have changed meanwhile, anything may be. */
    private boolean isTotal(Money requested, WantedOrder wanted, long since) {
        long total = 0;
        for (var line : wanted.lines()) {
            var price = line.unitPrice();
            if (price == null) {
                var definitions = books.of(line.sku()).definitionsSince(since);
                var only = definitions.getFirst();
                if (definitions.size() > 1 || only == null || only.price() == null) {
                    return true;
                }
                price = only.price().amount();
            }
            total += Money.total(price, line.quantity(), wanted.currency()).minorUnits();
        }
        return total == requested.minorUnits();
    }

    /** Whether lines that bring their own prices come to no more than can be counted; with others, that is not known. */
    private static boolean mayBeInRange(WantedOrder wanted) {
        var total = BigDecimal.ZERO;
        for (var line : wanted.lines()) {
            if (line.unitPrice() == null) {
                return false;
            }
            total = total.add(
                    line.unitPrice().multiply(BigDecimal.valueOf(line.quantity().units())));
        }
        var minor = total.movePointRight(Math.max(0, wanted.currency().getDefaultFractionDigits()));
        return minor.compareTo(BigDecimal.valueOf(
                        Money.MAX_MINOR_UNITS - wanted.lines().size()))
                <= 0;
    }
}

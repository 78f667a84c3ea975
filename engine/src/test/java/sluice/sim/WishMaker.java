package sluice.sim;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.account.AccountCommand;
import sluice.account.AccountTerms;
import sluice.order.Channel;
import sluice.order.OrderCommand;
import sluice.placement.WantedOrder;
import sluice.placement.WantedOrder.WantedLine;
import sluice.stock.AdjustmentReason;
import sluice.stock.SkuDefinition;
import sluice.stock.StockCommand;
import sluice.value.AccountId;
import sluice.value.LocationId;
import sluice.value.Money;
import sluice.value.Quantity;
import sluice.value.SkuId;

/** What the clients of a made life want. Follows, roughly, what becomes of it, so that most of it makes sense. */
final class WishMaker {

    static final Currency EURO = Currency.getInstance("EUR");
    static final Currency DOLLAR = Currency.getInstance("USD");

    private static final List<BigDecimal> PRICES = List.of(
            new BigDecimal("9.99"),
            new BigDecimal("10"),
            new BigDecimal("10.00"),
            new BigDecimal("0.333333"),
            new BigDecimal("0.005"),
            BigDecimal.ZERO);
    private static final BigDecimal BEYOND_RANGE = new BigDecimal("99999999999999");

    private final LifeDice dice;
    private final Stage stage;
    /** Units of each SKU that nobody has yet. */
    private int[] left;

    private final List<FollowedOrder> placed = new ArrayList<>();
    private @Nullable FollowedOrder asked;
    private final List<WantedOrder> named = new ArrayList<>();

    WishMaker(LifeDice dice, Stage stage) {
        this.dice = dice;
        this.stage = stage;
        left = stage.units();
    }

    /** @param act the act that wishes */
    Act.Wish change(long at, int act) {
        return switch (dice.weighted(38, 42, 12, 8)) {
            case 0 -> place(at, act);
            case 1 -> {
                var order = orderBefore(at);
                yield order == null
                        ? place(at, act)
                        : new Act.OfOrder(dice.percent(4) ? Act.OfOrder.NOBODY : order.act(), order.command(dice));
            }
            case 2 -> new Act.OfSku(dice.percent(95) ? stage.sku(dice) : Stage.NO_SKU, ofSku());
            default -> new Act.OfAccount(dice.percent(92) ? stage.account(dice) : Stage.NO_ACCOUNT, ofAccount());
        };
    }

    Act.Wish read(long at) {
        var order = orderBefore(at);
        return switch (dice.weighted(50, 30, 20)) {
            case 0 ->
                new Act.OfOrder(
                        order == null || dice.percent(6) ? Act.OfOrder.NOBODY : order.act(), new OrderCommand.Read());
            case 1 -> new Act.OfSku(dice.percent(90) ? stage.sku(dice) : Stage.NO_SKU, new StockCommand.Read());
            default -> new Act.OfAccount(stage.account(dice), new AccountCommand.Read());
        };
    }

    /** Orders of this SKU that bring no price of their own are refused afterwards. */
    Act.Wish takePriceAway() {
        return new Act.OfSku(stage.sku(dice), new StockCommand.Define(new SkuDefinition("Tee", null)));
    }

    /** An order that was asked for before {@code at}; often the one that was asked last. */
    private @Nullable FollowedOrder orderBefore(long at) {
        if (asked != null && asked.atMillis() < at && dice.percent(50)) {
            return asked;
        }
        int before = placed.size();
        while (before > 0 && placed.get(before - 1).atMillis() >= at) {
            before--;
        }
        asked = before == 0 ? null : placed.get(dice.between(0, before - 1));
        return asked;
    }

    private Act.Wish place(long at, int act) {
        if (!named.isEmpty() && dice.percent(4)) {
            return new Act.Place(otherContent(dice.pick(named)));
        }
        int mistake = dice.percent(88) ? -1 : dice.between(0, 3);
        var lines = new ArrayList<WantedLine>();
        int count = dice.weighted(0, 55, 30, 15);
        boolean ownPrices = dice.percent(60);
        var before = left.clone();
        for (int line = 0; line < count; line++) {
            lines.add(line(ownPrices));
        }
        if (mistake == 0) {
            lines.set(
                    dice.between(0, count - 1),
                    line(Stage.NO_SKU, Quantity.of(1), ownPrices ? null : PRICES.getFirst()));
        } else if (mistake == 1) {
            var first = lines.getFirst();
            lines.set(0, line(first.sku(), first.quantity(), BEYOND_RANGE));
        }
        var channel = dice.pick(Channel.PORTAL, Channel.API, Channel.EDI, Channel.MARKETPLACE);
        var order = new WantedOrder(
                channel,
                mistake == 2 ? Stage.NO_ACCOUNT : buyer(),
                dice.percent(25) ? "ext-" + act : null,
                null,
                mistake == 3 ? DOLLAR : EURO,
                List.copyOf(lines),
                Stage.NO_METADATA);
        if (order.externalId() != null) {
            named.add(order);
        }
        boolean likely = mistake < 0 && Arrays.stream(left).allMatch(units -> units >= 0);
        if (!likely) {
            left = before; // it is refused, and another may have what it wanted
        }
        if (likely || dice.percent(15)) {
            placed.add(new FollowedOrder(act, at, lines));
        }
        return new Act.Place(order);
    }

    /** The same name for another order. */
    private WantedOrder otherContent(WantedOrder order) {
        return new WantedOrder(
                order.channel(),
                order.account(),
                order.externalId(),
                "another",
                order.currency(),
                List.of(line(true)),
                order.metadata());
    }

    private @Nullable AccountId buyer() {
        return stage.opened().isEmpty() || dice.percent(40) ? null : stage.account(dice);
    }

    private WantedLine line(boolean ownPrice) {
        int sku = dice.between(0, left.length - 1);
        int most = Math.clamp(left[sku], 1, 4);
        int units = switch (dice.weighted(15, 50, 35)) {
            case 0 -> most;
            case 1 -> dice.between(1, most);
            default -> dice.between(1, 4);
        };
        left[sku] -= units;
        return line(Stage.sku(sku), Quantity.of(units), ownPrice ? null : dice.pick(PRICES));
    }

    private static WantedLine line(SkuId sku, Quantity quantity, @Nullable BigDecimal price) {
        return new WantedLine(sku, quantity, price, null);
    }

    private StockCommand ofSku() {
        return switch (dice.weighted(30, 30, 20, 20)) {
            case 0 ->
                new StockCommand.Receive(
                        Quantity.of(dice.between(0, 6)), location(), dice.percent(50) ? "delivery note" : null);
            case 1 ->
                new StockCommand.Adjust(
                        dice.between(-8, 4), location(), dice.pick(AdjustmentReason.DAMAGED, AdjustmentReason.FOUND));
            case 2 -> count();
            default -> define();
        };
    }

    /** Right as long as nothing has moved, half of the time. */
    private StockCommand count() {
        int sku = dice.between(0, left.length - 1);
        long expected = dice.percent(60) ? stage.stocked().get(sku).units() : dice.between(0, 8);
        return new StockCommand.Count(
                Quantity.of(dice.between(0, 8)), expected, Stage.MAIN, AdjustmentReason.CYCLE_COUNT);
    }

    private StockCommand define() {
        var price =
                dice.percent(20) ? null : new SkuDefinition.Price(dice.pick(PRICES), dice.percent(85) ? EURO : DOLLAR);
        return new StockCommand.Define(new SkuDefinition(dice.pick("Tee", "Cap"), price));
    }

    private AccountCommand ofAccount() {
        if (dice.percent(50)) {
            return new AccountCommand.ReceivePayment(
                    new Money(dice.between(0, 8) * 500L, dice.percent(90) ? EURO : DOLLAR),
                    dice.percent(50) ? "transfer" : null);
        }
        long limit = dice.percent(10) ? 0 : dice.logUniform(500, 2_000_000);
        return new AccountCommand.Define(
                new AccountTerms("Customer", new Money(limit, dice.percent(80) ? EURO : DOLLAR), dice.pick(0, 30)));
    }

    private LocationId location() {
        return dice.percent(80) ? Stage.MAIN : Stage.SHOP;
    }
}

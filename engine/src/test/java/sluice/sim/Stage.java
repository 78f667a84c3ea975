package sluice.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import sluice.sim.Life.Opened;
import sluice.sim.Life.Stocked;
import sluice.value.AccountId;
import sluice.value.LocationId;
import sluice.value.SkuId;
import sluice.value.Slot;

/** Who and what a made life is about. */
record Stage(List<Stocked> stocked, List<Opened> opened) {

    /** A thing and its number; names are checked once and not for each life. */
    record Named<T>(T id, int slot) {}

    private static final List<Named<SkuId>> SKUS = IntStream.rangeClosed(1, 3)
            .mapToObj(number -> new Named<>(
                    new SkuId("sku-" + number), Slot.of("sku-" + number).number()))
            .toList();
    private static final List<Named<AccountId>> ACCOUNTS = List.of(
            new Named<>(new AccountId("acme"), Slot.of("acme").number()),
            new Named<>(new AccountId("bolt"), Slot.of("bolt").number()));

    static final AccountId ACME = ACCOUNTS.getFirst().id();
    static final SkuId NO_SKU = new SkuId("sku-9");
    static final AccountId NO_ACCOUNT = new AccountId("nobody");
    static final LocationId MAIN = new LocationId("main");
    static final LocationId SHOP = new LocationId("shop");

    static final Map<String, String> NO_METADATA = Map.of();

    private static final List<Integer> PRICES = List.of(1, 250, 999, 1_000, 1_999);

    /** What is there when a life begins. */
    static Stage set(LifeDice dice) {
        var stocked = new ArrayList<Stocked>();
        for (int sku = dice.weighted(50, 35, 15); sku >= 0; sku--) {
            int units = dice.percent(6) ? 0 : dice.percent(60) ? dice.between(1, 7) : dice.between(6, 12);
            int price = dice.percent(4) ? 0 : dice.pick(PRICES);
            stocked.add(new Stocked(SKUS.get(stocked.size()).id().value(), units, price));
        }
        var opened = new ArrayList<Opened>();
        for (int account = dice.weighted(25, 50, 25); account > 0; account--) {
            long limit = dice.percent(5) ? 0 : dice.percent(50) ? dice.between(1, 6) * 1_000L : 1_000_000;
            opened.add(new Opened(ACCOUNTS.get(opened.size()).id().value(), limit));
        }
        return new Stage(List.copyOf(stocked), List.copyOf(opened));
    }

    SkuId sku(LifeDice dice) {
        return sku(dice.between(0, stocked.size() - 1));
    }

    static SkuId sku(int index) {
        return SKUS.get(index).id();
    }

    AccountId account(LifeDice dice) {
        return opened.isEmpty()
                ? NO_ACCOUNT
                : ACCOUNTS.get(dice.between(0, opened.size() - 1)).id();
    }

    /** Of something that the life is about, mostly; orders without a name can have any. */
    int slot(LifeDice dice) {
        return switch (dice.weighted(50, opened.isEmpty() ? 0 : 30, 20)) {
            case 0 -> SKUS.get(dice.between(0, stocked.size() - 1)).slot();
            case 1 -> ACCOUNTS.get(dice.between(0, opened.size() - 1)).slot();
            default -> dice.between(0, Slot.COUNT - 1);
        };
    }

    /** How many units there are of each SKU; changes as a life is made. */
    int[] units() {
        return stocked.stream().mapToInt(one -> (int) one.units()).toArray();
    }
}

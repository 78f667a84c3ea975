package sluice.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import sluice.sim.Life.Stocked;

/** Lives that are simpler as a whole, with the same acts and faults. */
final class SimplerLife {

    private static final int NO_SNAPSHOTS = 200;
    private static final long ROUND_PRICE_CENTS = 100;

    private SimplerLife() {}

    static Stream<Life> simpler(Life life) {
        return Stream.of(
                        withoutUnasked(life),
                        IntStream.range(1, life.nodes()).mapToObj(nodes -> withNodes(life, nodes)),
                        withLessSkew(life),
                        Stream.of(with(life, 1, life.skewMillis(), life.snapshotEvery(), life.skus())),
                        Stream.of(with(life, life.seed(), life.skewMillis(), NO_SNAPSHOTS, life.skus())),
                        withSimplerStock(life),
                        Stream.of(SimplerTimes.shifted(
                                life,
                                0,
                                life.acts().stream()
                                        .mapToLong(Act::atMillis)
                                        .min()
                                        .orElse(0))),
                        Stream.of(numbered(life)))
                .flatMap(lives -> lives)
                .filter(SimplerLife::isSound);
    }

    /** Whether acts come by time, and what is asked of an order after its placement. */
    static boolean isSound(Life life) {
        var times = new HashMap<Integer, Long>();
        long before = 0;
        for (var act : life.acts()) {
            if (act.atMillis() < before
                    || (act.wish() instanceof Act.OfOrder of
                            && times.getOrDefault(of.placedBy(), Long.MAX_VALUE) >= act.atMillis())) {
                return false;
            }
            before = act.atMillis();
            times.put(act.id(), before);
        }
        return true;
    }

    static Life with(Life life, List<Act> acts, List<Fault> faults) {
        return new Life(
                life.seed(), life.skewMillis(), life.snapshotEvery(), life.skus(), life.accounts(), acts, faults);
    }

    private static Life with(Life life, long seed, List<Integer> skews, int snapshotEvery, List<Stocked> skus) {
        return new Life(seed, skews, snapshotEvery, skus, life.accounts(), life.acts(), life.faults());
    }

    private static Stream<Life> withoutUnasked(Life life) {
        var asked = new HashSet<String>();
        life.acts().forEach(act -> addAsked(act.wish(), asked));
        var skus = life.skus().stream().filter(sku -> asked.contains(sku.sku())).toList();
        var accounts = life.accounts().stream()
                .filter(account -> asked.contains(account.account()))
                .toList();
        return Stream.of(new Life(
                life.seed(), life.skewMillis(), life.snapshotEvery(), skus, accounts, life.acts(), life.faults()));
    }

    private static void addAsked(Act.Wish wish, Set<String> asked) {
        switch (wish) {
            case Act.Place(var order) -> {
                order.lines().forEach(line -> asked.add(line.sku().value()));
                if (order.account() != null) {
                    asked.add(order.account().value());
                }
            }
            case Act.OfOrder order -> {} // who asks names its placement
            case Act.OfSku(var sku, var command) -> asked.add(sku.value());
            case Act.OfAccount(var account, var command) -> asked.add(account.value());
        }
    }

    /** What was of a node that is gone is of the last. */
    private static Life withNodes(Life life, int nodes) {
        int last = nodes - 1;
        var acts = life.acts().stream()
                .map(act -> SimplerAct.withNode(act, Math.min(last, act.node())))
                .toList();
        var faults = new ArrayList<Fault>();
        for (var fault : life.faults()) {
            var moved = SimplerFault.withNode(fault, Math.min(last, SimplerFault.nodeOf(fault)));
            if (!faults.contains(moved)) {
                faults.add(moved);
            }
        }
        var smaller = with(life, life.seed(), life.skewMillis().subList(0, nodes), life.snapshotEvery(), life.skus());
        return with(smaller, acts, List.copyOf(faults));
    }

    private static Stream<Life> withLessSkew(Life life) {
        var none = life.skewMillis().stream().map(skew -> 0).toList();
        var less = IntStream.range(0, life.nodes()).mapToObj(node -> Simpler.with(life.skewMillis(), node, 0));
        return Stream.concat(Stream.of(none), less)
                .map(skews -> with(life, life.seed(), skews, life.snapshotEvery(), life.skus()));
    }

    private static Stream<Life> withSimplerStock(Life life) {
        return IntStream.range(0, life.skus().size())
                .boxed()
                .flatMap(index -> {
                    var sku = life.skus().get(index);
                    var fewer = Simpler.number(sku.units(), 0)
                            .mapToObj(units -> new Stocked(sku.sku(), units, sku.priceCents()));
                    return Stream.concat(Stream.of(new Stocked(sku.sku(), sku.units(), ROUND_PRICE_CENTS)), fewer)
                            .map(one -> Simpler.with(life.skus(), index, one));
                })
                .map(skus -> with(life, life.seed(), life.skewMillis(), life.snapshotEvery(), skus));
    }

    /** With the numbers 1, 2, 3 for the acts that are left. */
    private static Life numbered(Life life) {
        var numbers = new HashMap<Integer, Integer>();
        life.acts().forEach(act -> numbers.put(act.id(), numbers.size() + 1));
        var acts = life.acts().stream()
                .map(act -> new Act(
                        numbers.getOrDefault(act.id(), act.id()),
                        act.atMillis(),
                        act.node(),
                        act.key(),
                        act.twin(),
                        act.wish() instanceof Act.OfOrder(var placedBy, var command)
                                ? new Act.OfOrder(numbers.getOrDefault(placedBy, placedBy), command)
                                : act.wish()))
                .toList();
        return with(life, acts, life.faults());
    }
}

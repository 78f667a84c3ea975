package sluice.entity;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import sluice.value.OrderId;

/** What stock and account share: something is set aside for orders, released, or taken by numbered effects. */
abstract class EarmarkingSubject<C extends Message, E, S, A extends Message, R extends Message>
        extends Subject<C, E, S, A, R> {

    /** An order that something is set aside for; nobody else works on it at the moment. */
    private record Open(OrderId order, long effect, boolean vouched) {}

    static final int SET_ASIDE = 5;

    private final List<Open> open = new ArrayList<>();

    EarmarkingSubject(EntityKind kind, String id, EntityRules<C, E, S, A, R> rules) {
        super(kind, id, rules);
    }

    abstract C setAside(OrderId order, int amount);

    abstract C release(OrderId order);

    abstract C abandon(List<OrderId> orders);

    abstract C vouch(OrderId order);

    abstract C take(OrderId order, long effect, int amount);

    abstract C free(OrderId order, long effect);

    /** Something that only a client with a key, or one who is sure of the answer, repeats. */
    abstract Wanted<C> nextVisible(SplittableRandom random, String name, int number);

    @Override
    Wanted<C> next(SplittableRandom random, int number) {
        return switch (random.nextInt(10)) {
            case 0 -> Wanted.withoutEffect(read());
            case 1, 2, 3 -> nextVisible(random, "n" + number, number);
            case 4, 5 -> opening(order(number), SET_ASIDE);
            case 6 -> opening(order(number), 1_000_000); // more than there is
            case 7 -> open.isEmpty() ? Wanted.withoutEffect(read()) : vouching(random);
            case 8 -> open.isEmpty() ? opening(order(number), SET_ASIDE) : closing(random);
            default -> open.isEmpty() ? opening(order(number), SET_ASIDE) : effect(random);
        };
    }

    private Wanted<C> opening(OrderId order, int amount) {
        return Wanted.repeatable(
                setAside(order, amount), List.of("open " + order), () -> open.add(new Open(order, 0, false)));
    }

    private Wanted<C> vouching(SplittableRandom random) {
        var one = open.remove(random.nextInt(open.size()));
        open.add(new Open(one.order(), one.effect(), true));
        return Wanted.withoutEffect(vouch(one.order()));
    }

    private Wanted<C> closing(SplittableRandom random) {
        var releasable =
                open.stream().filter(one -> one.effect() == 0 && !one.vouched()).toList();
        if (releasable.isEmpty()) {
            return effect(random);
        }
        var chosen = releasable.subList(0, 1 + random.nextInt(Math.min(3, releasable.size())));
        var orders = chosen.stream().map(Open::order).toList();
        var marks = orders.stream().map(order -> "release " + order).toList();
        open.removeAll(chosen);
        return Wanted.repeatable(orders.size() == 1 ? release(orders.getFirst()) : abandon(orders), marks, () -> {});
    }

    private Wanted<C> effect(SplittableRandom random) {
        var one = open.remove(random.nextInt(open.size()));
        long effect = one.effect() + 1;
        var mark = List.of("effect " + effect + " of " + one.order());
        return effect >= SET_ASIDE
                ? Wanted.repeatable(free(one.order(), effect), mark, () -> {})
                : Wanted.repeatable(
                        take(one.order(), effect, 1), mark, () -> open.add(new Open(one.order(), effect, true)));
    }
}

package sluice.entity;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import sluice.value.OrderId;

/**
 * Asks after claims and pledges that were made for an order of which no word came within the placement deadline, and keeps
 * the entity in memory until all is known. The question is existence only: what an existing order still owns is told by its
 * numbered effects, and an answer given now would race with them.
 */
public final class Vouching<C, S> implements Aftercare<C, S> {

    /** A state that sets something aside for orders. */
    public interface SetsAside {

        /** When the oldest thing that nobody vouched for was set aside, by recorded time. */
        Optional<Instant> oldestUnvouched();

        /** The orders for which something was set aside before {@code time} and that nobody vouched for, oldest first. */
        List<OrderId> unvouchedBefore(Instant time);
    }

    private final Function<S, ? extends SetsAside> aside;
    private final Witness witness;
    private final Duration patience;
    private final Function<List<OrderId>, C> vouch;
    private final Function<List<OrderId>, C> abandon;
    private Instant notBefore = Instant.MIN;

    /**
     * @param patience how long a claim may wait for word of its order before that is asked for; longer than a placement takes
     * @param vouch makes the command that says these orders exist
     * @param abandon makes the command that says these orders never will
     */
    public Vouching(
            Function<S, ? extends SetsAside> aside,
            Witness witness,
            Duration patience,
            Function<List<OrderId>, C> vouch,
            Function<List<OrderId>, C> abandon) {
        this.aside = aside;
        this.witness = witness;
        this.patience = patience;
        this.vouch = vouch;
        this.abandon = abandon;
    }

    @Override
    public Optional<Duration> attend(S state, Instant now, Consumer<C> self) {
        var oldest = aside.apply(state).oldestUnvouched();
        if (oldest.isEmpty()) {
            return Optional.empty();
        }
        boolean mayAsk = !notBefore.isAfter(now) && oldest.get().isBefore(now.minus(patience));
        var overdue = mayAsk ? aside.apply(state).unvouchedBefore(now.minus(patience)) : List.<OrderId>of();
        if (!overdue.isEmpty()) {
            notBefore = now.plus(patience); // an answer may be on its way; ask again only when it is long overdue
            ask(overdue, self);
        }
        var due = oldest.get().plus(patience);
        var next = due.isAfter(notBefore) ? due : notBefore;
        return Optional.of(Duration.between(now, next).plusMillis(1));
    }

    private void ask(List<OrderId> orders, Consumer<C> self) {
        var unused = witness.exist(orders).thenAccept(existence -> {
            var byAnswer = existence.entrySet().stream()
                    .collect(Collectors.partitioningBy(
                            Map.Entry::getValue, Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
            tell(byAnswer.getOrDefault(true, List.of()), vouch, self);
            tell(byAnswer.getOrDefault(false, List.of()), abandon, self);
        });
    }

    private void tell(List<OrderId> orders, Function<List<OrderId>, C> command, Consumer<C> self) {
        if (!orders.isEmpty()) {
            self.accept(command.apply(orders));
        }
    }
}

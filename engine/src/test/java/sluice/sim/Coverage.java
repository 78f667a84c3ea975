package sluice.sim;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sluice.account.AccountCommand;
import sluice.account.AccountState;
import sluice.entity.Decision;
import sluice.entity.EntityRules;
import sluice.entity.Message;
import sluice.order.Order;
import sluice.order.OrderCommand;
import sluice.order.OrderState;
import sluice.stock.StockCommand;
import sluice.stock.StockState;

/** How often each command was decided in each state. */
final class Coverage {

    /** States, as far as they make a difference to what is decided. */
    enum Standing {
        SKU_UNDEFINED,
        SKU_EMPTY,
        SKU_FREE,
        SKU_PARTLY_CLAIMED,
        SKU_SOLD_OUT,
        SKU_SHORT,
        ACCOUNT_UNOPENED,
        ACCOUNT_UNUSED,
        ACCOUNT_IN_CREDIT,
        ACCOUNT_WITHIN_LIMIT,
        ACCOUNT_AT_LIMIT,
        ACCOUNT_OVER_LIMIT,
        ORDER_UNKNOWN,
        ORDER_ABANDONED,
        ORDER_SUBMITTED,
        ORDER_CONFIRMED,
        ORDER_PROCESSING,
        ORDER_PARTLY_SHIPPED,
        ORDER_SHIPPED,
        ORDER_DELIVERED,
        ORDER_CANCELLED,
        ORDER_UNSETTLED
    }

    private static final List<Class<?>> COMMANDS =
            List.of(StockCommand.class, AccountCommand.class, OrderCommand.class);

    private final Map<Class<?>, long[]> times = new HashMap<>(); // by command, then by standing

    Coverage() {
        for (var commands : COMMANDS) {
            for (var command : commands.getPermittedSubclasses()) {
                times.put(command, new long[Standing.values().length]);
            }
        }
    }

    /** The same rules, of which each decision is noted. */
    <C extends Message, E, S, A extends Message, R extends Message> EntityRules<C, E, S, A, R> of(
            EntityRules<C, E, S, A, R> rules) {
        return new Noted<>(rules);
    }

    @SuppressWarnings("EnumOrdinal") // an index that does not outlive the run
    private void note(Object state, Message command) {
        var row = times.get(command.getClass());
        if (row != null) {
            row[standing(state).ordinal()]++;
        }
    }

    private static Standing standing(Object state) {
        return switch (state) {
            case StockState stock -> standing(stock);
            case AccountState account -> standing(account);
            case OrderState order -> standing(order);
            default -> throw new IllegalArgumentException("of no kind: " + state);
        };
    }

    private static Standing standing(StockState stock) {
        if (stock.definition().isEmpty()) {
            return Standing.SKU_UNDEFINED;
        }
        if (stock.shortfallUnits() > 0) {
            return Standing.SKU_SHORT;
        }
        if (stock.availableUnits() == 0) {
            return stock.claimedUnits() == 0 ? Standing.SKU_EMPTY : Standing.SKU_SOLD_OUT;
        }
        return stock.claimedUnits() == 0 ? Standing.SKU_FREE : Standing.SKU_PARTLY_CLAIMED;
    }

    private static Standing standing(AccountState account) {
        if (account.terms().isEmpty()) {
            return Standing.ACCOUNT_UNOPENED;
        }
        long exposure = account.exposureMinorUnits();
        long limit = account.terms().get().creditLimit().minorUnits();
        if (exposure == 0 && limit > 0) {
            return Standing.ACCOUNT_UNUSED;
        }
        return exposure < 0
                ? Standing.ACCOUNT_IN_CREDIT
                : exposure < limit
                        ? Standing.ACCOUNT_WITHIN_LIMIT
                        : exposure == limit ? Standing.ACCOUNT_AT_LIMIT : Standing.ACCOUNT_OVER_LIMIT;
    }

    private static Standing standing(OrderState state) {
        var order = state.order();
        if (order == null) {
            return state.abandoned() ? Standing.ORDER_ABANDONED : Standing.ORDER_UNKNOWN;
        }
        if (!state.unsettled().isEmpty()) {
            return Standing.ORDER_UNSETTLED;
        }
        return switch (order.status()) {
            case SUBMITTED -> Standing.ORDER_SUBMITTED;
            case CONFIRMED -> Standing.ORDER_CONFIRMED;
            case PROCESSING ->
                order.fulfilment() == Order.Fulfilment.NONE ? Standing.ORDER_PROCESSING : Standing.ORDER_PARTLY_SHIPPED;
            case SHIPPED -> Standing.ORDER_SHIPPED;
            case DELIVERED -> Standing.ORDER_DELIVERED;
            case CANCELLED -> Standing.ORDER_CANCELLED;
        };
    }

    void add(Coverage other) {
        other.times.forEach((command, theirs) -> {
            var ours = times.get(command);
            for (int standing = 0; ours != null && standing < theirs.length; standing++) {
                ours[standing] += theirs[standing];
            }
        });
    }

    /** How many pairs of a standing and a command there are. */
    int pairs() {
        int pairs = 0;
        for (var commands : COMMANDS) {
            pairs += commandsOf(commands).size() * (int) standingsOf(commands).count();
        }
        return pairs;
    }

    private List<Class<?>> commandsOf(Class<?> subject) {
        return Arrays.<Class<?>>stream(subject.getPermittedSubclasses())
                .filter(times::containsKey)
                .toList();
    }

    private static Stream<Standing> standingsOf(Class<?> subject) {
        var prefix = subject == StockCommand.class ? "SKU_" : subject == AccountCommand.class ? "ACCOUNT_" : "ORDER_";
        return Arrays.stream(Standing.values())
                .filter(standing -> standing.name().startsWith(prefix));
    }

    /** The pairs that never came up. */
    List<String> missing() {
        var missing = new ArrayList<String>();
        for (var subject : COMMANDS) {
            for (var command : commandsOf(subject)) {
                standingsOf(subject)
                        .filter(standing -> times(command, standing) == 0)
                        .forEach(standing -> missing.add(standing + " " + command.getSimpleName()));
            }
        }
        return missing;
    }

    @SuppressWarnings("EnumOrdinal") // an index that does not outlive the run
    private long times(Class<?> command, Standing standing) {
        var row = times.get(command);
        return row == null ? 0 : row[standing.ordinal()];
    }

    private final class Noted<C extends Message, E, S, A extends Message, R extends Message>
            extends RulesAround<C, E, S, A, R> {

        Noted(EntityRules<C, E, S, A, R> rules) {
            super(rules);
        }

        @Override
        public Decision<E, R> decide(S state, C command, Instant now) {
            note(state, command);
            return super.decide(state, command, now);
        }
    }
}

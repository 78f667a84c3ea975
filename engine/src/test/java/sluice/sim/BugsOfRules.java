package sluice.sim;

import java.time.Instant;
import java.util.List;
import sluice.account.AccountAnswer;
import sluice.account.AccountCommand;
import sluice.account.AccountEvent;
import sluice.account.AccountRejection;
import sluice.account.AccountRules;
import sluice.account.AccountState;
import sluice.entity.Decision;
import sluice.entity.EntityRules;
import sluice.order.OrderAnswer;
import sluice.order.OrderCommand;
import sluice.order.OrderEvent;
import sluice.order.OrderRejection;
import sluice.order.OrderRules;
import sluice.order.OrderState;
import sluice.stock.StockAnswer;
import sluice.stock.StockCommand;
import sluice.stock.StockEvent;
import sluice.stock.StockRejection;
import sluice.stock.StockRules;
import sluice.stock.StockState;
import sluice.value.LocationId;

/** What rules of stock, credit and orders could get wrong. */
final class BugsOfRules {

    private BugsOfRules() {}

    static List<PlantedBug> all() {
        return List.of(
                new PlantedBug(
                        "unvouched claims count as available",
                        "a claim is granted of what is claimed for orders that are not known to exist yet",
                        NoOversell.class,
                        ofStock(new ClaimsBeyond())),
                new PlantedBug(
                        "any release is obeyed",
                        "a release is written whatever is set aside for the order, also if that was released before",
                        ReleasedNeverWas.class,
                        Focus.LOST_VOUCHES,
                        ofStock(new ReleasesAnything())),
                new PlantedBug(
                        "pledges are forgotten",
                        "the limit is compared with what is invoiced, without what is pledged",
                        NoOverCredit.class,
                        ofAccounts(new ForgetfulCredit(true))),
                new PlantedBug(
                        "invoices are forgotten",
                        "the limit is compared with what is pledged, without what is invoiced",
                        NoOverCredit.class,
                        ofAccounts(new ForgetfulCredit(false))),
                new PlantedBug(
                        "what has shipped is cancelled",
                        "an order may be cancelled at any time",
                        LegalTransitions.class,
                        ofOrders(new CancelsAnything())),
                new PlantedBug(
                        "ships more than is open",
                        "a shipment's quantities are not compared with what is open",
                        LegalTransitions.class,
                        ofOrders(new ShipsAnything())));
    }

    private static Parts ofStock(
            EntityRules<StockCommand, StockEvent, StockState, StockAnswer, StockRejection> planted) {
        return new Parts() {
            @Override
            EntityRules<StockCommand, StockEvent, StockState, StockAnswer, StockRejection> stockRules() {
                return planted;
            }
        };
    }

    private static Parts ofAccounts(
            EntityRules<AccountCommand, AccountEvent, AccountState, AccountAnswer, AccountRejection> planted) {
        return new Parts() {
            @Override
            EntityRules<AccountCommand, AccountEvent, AccountState, AccountAnswer, AccountRejection> accountRules() {
                return planted;
            }
        };
    }

    static Parts ofOrders(EntityRules<OrderCommand, OrderEvent, OrderState, OrderAnswer, OrderRejection> planted) {
        return new Parts() {
            @Override
            EntityRules<OrderCommand, OrderEvent, OrderState, OrderAnswer, OrderRejection> orderRules() {
                return planted;
            }
        };
    }

    private static final class ClaimsBeyond
            extends UncheckedBooks<StockCommand, StockEvent, StockState, StockAnswer, StockRejection> {

        ClaimsBeyond() {
            super(new StockRules());
        }

        @Override
        public Decision<StockEvent, StockRejection> decide(StockState stock, StockCommand command, Instant now) {
            var decision = super.decide(stock, command, now);
            return command instanceof StockCommand.Claim(var order, var quantity)
                            && decision instanceof Decision.Rejected<StockEvent, StockRejection>(var reason)
                            && reason
                                    instanceof
                                    StockRejection.InsufficientStock(var requested, var available, var unvouched)
                            && requested.units() <= available.units() + unvouched.units()
                    ? Decision.accept(new StockEvent.Claimed(order, quantity))
                    : decision;
        }
    }

    private static final class ReleasesAnything
            extends UncheckedBooks<StockCommand, StockEvent, StockState, StockAnswer, StockRejection> {

        ReleasesAnything() {
            super(new StockRules());
        }

        @Override
        public Decision<StockEvent, StockRejection> decide(StockState stock, StockCommand command, Instant now) {
            return command instanceof StockCommand.Release(var order)
                    ? Decision.accept(new StockEvent.Released(order))
                    : super.decide(stock, command, now);
        }
    }

    private static final class ForgetfulCredit
            extends UncheckedBooks<AccountCommand, AccountEvent, AccountState, AccountAnswer, AccountRejection> {

        private final boolean forgetsPledges;

        ForgetfulCredit(boolean forgetsPledges) {
            super(new AccountRules());
            this.forgetsPledges = forgetsPledges;
        }

        @Override
        public Decision<AccountEvent, AccountRejection> decide(
                AccountState account, AccountCommand command, Instant now) {
            var decision = super.decide(account, command, now);
            boolean isOver = decision instanceof Decision.Rejected<AccountEvent, AccountRejection>(var reason)
                    && reason instanceof AccountRejection.CreditLimitExceeded;
            if (!isOver || !(command instanceof AccountCommand.Pledge(var order, var amount))) {
                return decision;
            }
            long pledged = account.pledgedMinorUnits();
            long counted = forgetsPledges ? account.exposureMinorUnits() - pledged : pledged;
            long limit = account.terms().orElseThrow().creditLimit().minorUnits();
            return counted + amount.minorUnits() <= limit
                    ? Decision.accept(new AccountEvent.Pledged(order, amount.minorUnits()))
                    : decision;
        }
    }

    private static final class CancelsAnything
            extends RulesAround<OrderCommand, OrderEvent, OrderState, OrderAnswer, OrderRejection> {

        CancelsAnything() {
            super(new OrderRules());
        }

        @Override
        public Decision<OrderEvent, OrderRejection> decide(OrderState state, OrderCommand command, Instant now) {
            return command instanceof OrderCommand.Cancel(var reason) && state.order() != null
                    ? Decision.accept(new OrderEvent.Cancelled(reason))
                    : super.decide(state, command, now);
        }
    }

    private static final class ShipsAnything
            extends RulesAround<OrderCommand, OrderEvent, OrderState, OrderAnswer, OrderRejection> {

        ShipsAnything() {
            super(new OrderRules());
        }

        @Override
        public Decision<OrderEvent, OrderRejection> decide(OrderState state, OrderCommand command, Instant now) {
            var decision = super.decide(state, command, now);
            boolean isTooMuch = decision instanceof Decision.Rejected<OrderEvent, OrderRejection>(var reason)
                    && reason instanceof OrderRejection.MoreThanOpen;
            return isTooMuch && command instanceof OrderCommand.Ship ship
                    ? Decision.accept(new OrderEvent.Shipped(
                            ship.lines().stream()
                                    .map(line -> new OrderEvent.ShippedLine(line.line(), line.quantity()))
                                    .toList(),
                            from(state, ship),
                            ship.carrier(),
                            ship.trackingNumber()))
                    : decision;
        }

        private static LocationId from(OrderState state, OrderCommand.Ship ship) {
            var location = ship.location() != null || state.order() == null
                    ? ship.location()
                    : state.order().location();
            return location == null ? Stage.MAIN : location;
        }

        @Override
        public OrderState apply(OrderState state, OrderEvent event, Instant at) {
            try {
                return super.apply(state, event, at);
            } catch (IllegalArgumentException belowZero) {
                return state;
            }
        }
    }
}

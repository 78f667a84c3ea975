package sluice.sim;

import sluice.account.AccountAnswer;
import sluice.account.AccountCommand;
import sluice.account.AccountEvent;
import sluice.account.AccountRejection;
import sluice.account.AccountState;
import sluice.entity.EntityKind;
import sluice.entity.Vouching;
import sluice.order.OrderAnswer;
import sluice.order.OrderCommand;
import sluice.order.OrderEvent;
import sluice.order.OrderRejection;
import sluice.order.OrderState;
import sluice.stock.StockAnswer;
import sluice.stock.StockCommand;
import sluice.stock.StockEvent;
import sluice.stock.StockRejection;
import sluice.stock.StockState;
import sluice.value.OrderId;

/** The three kinds of entities of one node, each with its rules and what it sees to. */
final class Kinds {

    private final World world;
    private final SimNode node;
    private final Host.Kind<StockCommand, StockEvent, StockState, StockAnswer, StockRejection> stock;
    private final Host.Kind<AccountCommand, AccountEvent, AccountState, AccountAnswer, AccountRejection> account;
    private final Host.Kind<OrderCommand, OrderEvent, OrderState, OrderAnswer, OrderRejection> order;

    Kinds(World world, SimNode node) {
        this.world = world;
        this.node = node;
        this.stock = new Host.Kind<>(
                EntityKind.STOCK,
                world.covered(world.parts.stockRules()),
                id -> new Vouching<>(
                        state -> state,
                        node.witness(),
                        world.parts.vouchPatience(),
                        StockCommand.Vouch::new,
                        StockCommand.Abandon::new));
        this.account = new Host.Kind<>(
                EntityKind.ACCOUNT,
                world.covered(world.parts.accountRules()),
                id -> new Vouching<>(
                        state -> state,
                        node.witness(),
                        world.parts.vouchPatience(),
                        AccountCommand.Vouch::new,
                        AccountCommand.Abandon::new));
        this.order = new Host.Kind<>(
                EntityKind.ORDER,
                world.covered(world.parts.orderRules()),
                id -> world.parts.settling(
                        OrderId.parse(id).orElseThrow(),
                        node.asks().stock(),
                        node.asks().accounts()));
    }

    Host<?, ?, ?, ?, ?> host(EntityKind kind, String id, int shard) {
        return switch (kind) {
            case STOCK -> new Host<>(world, node, stock, id, shard);
            case ACCOUNT -> new Host<>(world, node, account, id, shard);
            case ORDER -> new Host<>(world, node, order, id, shard);
        };
    }
}

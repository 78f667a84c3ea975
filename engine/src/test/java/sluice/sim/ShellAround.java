package sluice.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.account.AccountCommand;
import sluice.entity.Batch;
import sluice.entity.Outcome;
import sluice.entity.Request;
import sluice.journal.Birth;
import sluice.order.Order;
import sluice.order.OrderEvent;
import sluice.placement.Desk;
import sluice.placement.PlacementRejection;
import sluice.placement.PlacementStep;
import sluice.placement.PlacementTimers;
import sluice.placement.WantedOrder;
import sluice.stock.StockCommand;
import sluice.value.AccountId;
import sluice.value.OrderId;
import sluice.value.SkuId;

/** Carries out what a desk decides as another does, but for what a subclass does otherwise. */
class ShellAround implements Desk.Shell {

    private final Desk.Shell shell;

    ShellAround(Desk.Shell shell) {
        this.shell = shell;
    }

    @Override
    public void tellStock(OrderId order, SkuId sku, StockCommand command, Instant deadline, boolean answered) {
        shell.tellStock(order, sku, command, deadline, answered);
    }

    @Override
    public void tellAccount(
            OrderId order, AccountId account, AccountCommand command, Instant deadline, boolean answered) {
        shell.tellAccount(order, account, command, deadline, answered);
    }

    @Override
    public void append(OrderId order, List<Birth.Reference> references, Batch<OrderEvent> row, Duration delay) {
        shell.append(order, references, row, delay);
    }

    @Override
    public void lookUp(OrderId order, List<String> references) {
        shell.lookUp(order, references);
    }

    @Override
    public void later(OrderId order, PlacementStep step, Duration delay) {
        shell.later(order, step, delay);
    }

    @Override
    public void startTimer(OrderId order, Duration delay) {
        shell.startTimer(order, delay);
    }

    @Override
    public void answer(
            Request<WantedOrder, Order, PlacementRejection> request,
            @Nullable OrderId order,
            Outcome<Order, PlacementRejection> outcome) {
        shell.answer(request, order, outcome);
    }

    @Override
    public void stageEnded(OrderId order, PlacementTimers.Stage stage) {
        shell.stageEnded(order, stage);
    }
}

package sluice.sim;

import java.util.Map;
import sluice.entity.Vouching;
import sluice.value.OrderId;

final class NothingWaits extends Check {

    NothingWaits(Case life) {
        super(life);
    }

    @Override
    public String sentence() {
        return "When all is quiet, every claim and pledge is of a placed order that is still at work, no effect is"
                + " unsettled, no order is due, no placement is under way, and nobody waits for an answer.";
    }

    @Override
    public void quiet(Remains remains) {
        for (var sku : books.stock()) {
            checkHeld(sku, sku.claims);
        }
        for (var account : books.accounts()) {
            checkHeld(account, account.pledges);
        }
        for (var order : books.orders()) {
            if (!order.demands.isEmpty() && order.demands.getLast().number > order.settled) {
                violated("effect %d of %s is not settled", order.demands.getLast().number, order);
            }
        }
        for (var entity : remains.inMemory().entrySet()) {
            if (entity.getValue().state() instanceof Vouching.SetsAside state
                    && state.oldestUnvouched().isPresent()) {
                violated("%s has something set aside that nobody has vouched for", entity.getKey());
            }
        }
        if (!remains.due().isEmpty()) {
            violated("due: %s", remains.due());
        }
        if (!remains.placementsUnderWay().isEmpty()) {
            violated("placements under way: %s", remains.placementsUnderWay());
        }
        if (!remains.unanswered().isEmpty()) {
            violated("unanswered: %s", remains.unanswered());
        }
    }

    private void checkHeld(Book book, Map<OrderId, Held> all) {
        all.forEach((id, held) -> {
            var order = books.of(id);
            boolean atWork = order.placed != null && !order.isCancelled() && !order.isAllShipped();
            if (!held.closed && held.amount > 0 && !atWork) {
                violated(
                        "%s holds %d for %s, which %s",
                        book, held.amount, order, order.placed == null ? "is not placed" : "is done");
            }
        });
    }
}

package sluice.sim;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sluice.account.AccountAnswer.AccountView;
import sluice.entity.Outcome;
import sluice.order.Order;
import sluice.order.OrderEvent.PlacedLine;
import sluice.order.OrderStatus;
import sluice.stock.StockAnswer.StockView;

final class AcknowledgedIsKept extends Check {

    AcknowledgedIsKept(Case life) {
        super(life);
    }

    @Override
    public String sentence() {
        return "When a client is told that a change is done, it is committed as it was asked and as the answer says.";
    }

    @Override
    public void answered(Attempt attempt) {
        var sent = books.sent(attempt.requestId());
        if (sent == null
                || attempt.act.isRead()
                || !(attempt.outcome instanceof Outcome.Done<?, ?>(var answer, var again))) {
            return;
        }
        if (attempt.act.wish() instanceof Act.Place) {
            checkPlacement(sent, answer, again);
        } else if (sent.asked != null) {
            checkCommand(sent, sent.asked, answer, again);
        }
    }

    private void checkPlacement(Sent sent, Object answer, boolean again) {
        var attempt = sent.attempt;
        if (!(answer instanceof Order order) || !isCommitted(order, books.of(order.id()))) {
            violated("%s is answered %s, which is not committed", attempt, answer);
            return;
        }
        var book = books.of(order.id());
        if (again ? !isNamed(sent, book) : sent.written == null || sent.written.book() != book) {
            violated("%s is answered with %s, which %s placed", attempt, book, book.placedBy);
        }
        if (book.placed == null
                || !(attempt.act.wish() instanceof Act.Place(var wanted))
                || !Wording.isOf(wanted, book.placed)) {
            violated("%s is answered %s, which is not what was wanted", attempt, answer);
        }
    }

    private boolean isNamed(Sent sent, OrderBook book) {
        for (var name : sent.names) {
            if (books.named(name) == book) {
                return true;
            }
        }
        return false;
    }

    private static boolean isCommitted(Order answer, OrderBook book) {
        var placed = book.placed;
        return placed != null
                && answer.version() == 1
                && answer.status() == OrderStatus.SUBMITTED
                && answer.channel() == placed.channel()
                && Objects.equals(answer.account(), placed.account())
                && Objects.equals(answer.externalId(), placed.externalId())
                && Objects.equals(answer.poNumber(), placed.poNumber())
                && answer.currency().equals(placed.currency())
                && answer.metadata().equals(placed.metadata())
                && answer.placedBy().equals(placed.placedBy())
                && answer.placedAt().equals(book.placedAt)
                && areSame(answer.lines(), placed.lines());
    }

    private static boolean areSame(List<Order.Line> lines, List<PlacedLine> placed) {
        boolean same = lines.size() == placed.size();
        for (int i = 0; same && i < lines.size(); i++) {
            var line = lines.get(i);
            var agreed = placed.get(i);
            same = line.number() == i + 1
                    && line.sku().equals(agreed.sku())
                    && line.ordered().equals(agreed.quantity())
                    && line.unitPrice().compareTo(agreed.unitPrice()) == 0
                    && line.total().minorUnits() == agreed.totalMinorUnits()
                    && Objects.equals(line.description(), agreed.description());
        }
        return same;
    }

    private void checkCommand(Sent sent, Book asked, Object answer, boolean again) {
        var attempt = sent.attempt;
        var key = attempt.act.key();
        var written = again ? key == null ? null : asked.byKey.get(key) : sent.written;
        if (written == null) {
            boolean needsNone =
                    !again && key == null && Wording.mayChangeNothing(attempt.act.wish(), asked, attempt.sentMicros);
            if (!needsNone) {
                violated("%s is answered %s, and nothing of it is committed", attempt, answer);
            }
        } else if (!isJustAfter(written, answer)) {
            violated("%s is answered %s, and it made version %d", attempt, answer, written.version());
        }
    }

    private static boolean isJustAfter(Written written, @Nullable Object answer) {
        return switch (answer) {
            case StockView view ->
                written.book() instanceof StockBook book
                        && book.sku.equals(view.sku())
                        && view.stockVersion() == written.version()
                        && view.definitionVersion() == written.definition();
            case AccountView view ->
                written.book() instanceof AccountBook book
                        && book.account.equals(view.account())
                        && view.version() == written.version();
            case Order order ->
                written.book() instanceof OrderBook book
                        && book.order.equals(order.id())
                        && order.version() == written.version();
            case null, default -> false;
        };
    }
}

package sluice.sim;

import sluice.account.AccountAnswer.AccountView;
import sluice.entity.Outcome;
import sluice.order.Order;
import sluice.stock.StockAnswer.StockView;

final class ReadsAreCurrent extends Check {

    ReadsAreCurrent(Case life) {
        super(life);
    }

    @Override
    public String sentence() {
        return "An answer shows a version that is committed, as it was, and none that is older "
                + "than what any client had been shown or told before it asked.";
    }

    @Override
    public void answered(Attempt attempt) {
        var sent = books.sent(attempt.requestId());
        if (sent == null || !(attempt.outcome instanceof Outcome.Done<?, ?>(var answer, var again))) {
            return;
        }
        boolean asItWas = switch (answer) {
            case StockView view -> isAsItWas(view, books.of(view.sku()));
            case AccountView view -> isAsItWas(view, books.of(view.account()));
            case Order order -> isAsItWas(order, books.of(order.id()));
            default -> true;
        };
        if (!asItWas) {
            violated("%s is shown %s, which never was committed", attempt, answer);
        }
        boolean old = !again
                && switch (answer) {
                    case StockView view ->
                        view.stockVersion() < sent.shownVersion || view.definitionVersion() < sent.shownDefinition;
                    case AccountView view -> view.version() < sent.shownVersion;
                    case Order order -> order.version() < sent.shownVersion;
                    default -> false;
                };
        if (old) {
            violated("%s is shown %s, though version %d had been seen", attempt, answer, sent.shownVersion);
        }
    }

    private static boolean isAsItWas(StockView view, StockBook book) {
        long version = view.stockVersion();
        return version <= book.version()
                && view.definitionVersion() >= 1
                && view.definitionVersion() <= book.definition()
                && view.definition()
                        .equals(book.definitions
                                .get((int) view.definitionVersion() - 1)
                                .definition())
                && view.onHandUnits() == book.onHand.at(version)
                && view.claimed().units() == book.claimed.at(version)
                && view.available().units() == book.available.at(version)
                && view.shortfall().units() == Math.max(0, book.claimed.at(version) - book.onHand.at(version));
    }

    private static boolean isAsItWas(AccountView view, AccountBook book) {
        long version = view.version();
        return version <= book.version()
                && view.pledged().minorUnits() == book.pledged.at(version)
                && view.openInvoices().minorUnits() == Math.max(0, book.owed.at(version))
                && view.unappliedCredit().minorUnits() == Math.max(0, -book.owed.at(version))
                && view.exposure().minorUnits() == book.exposure.at(version)
                && view.availableCredit().minorUnits()
                        == view.terms().creditLimit().minorUnits() - book.exposure.at(version);
    }

    private static boolean isAsItWas(Order order, OrderBook book) {
        long version = order.version();
        boolean asItWas = version >= 1
                && version <= book.version()
                && OrderBook.codeOf(order.status()) == book.statuses.at(version)
                && order.lines().size() == book.open.size();
        for (int i = 0; asItWas && i < book.open.size(); i++) {
            asItWas = order.lines().get(i).open().units() == book.open.get(i).at(version);
        }
        return asItWas;
    }
}

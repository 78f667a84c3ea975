package sluice.sim;

import sluice.account.AccountAnswer.AccountView;
import sluice.entity.Outcome;
import sluice.order.Order;
import sluice.stock.StockAnswer.StockView;

/** What a client is told, in words. */
final class OutcomeText {

    private OutcomeText() {}

    static String of(Outcome<?, ?> outcome) {
        return switch (outcome) {
            case Outcome.Done<?, ?>(var answer, var replayed) ->
                "done" + (replayed ? " before" : "") + ": " + ofAnswer(answer);
            case Outcome.Refused<?, ?>(var reason) -> "refused: " + reason;
            case Outcome.KeyReused<?, ?> reused -> "the key was used for something else";
            case Outcome.VersionMismatch<?, ?>(var actual) -> "it is at version " + actual;
            case Outcome.NotDone<?, ?>(var why) -> "not done: " + why;
            case Outcome.Unknown<?, ?>(var why) -> "unknown: " + why;
        };
    }

    private static String ofAnswer(Object answer) {
        return switch (answer) {
            case Order order -> order.id() + " is " + order.status() + " at version " + order.version();
            case StockView view ->
                view.sku() + " has " + view.onHandUnits() + " on hand and " + view.claimed() + " claimed at version "
                        + view.stockVersion() + ", definition " + view.definitionVersion();
            case AccountView view ->
                view.account() + " has pledged " + view.pledged() + " and owes " + view.openInvoices() + " at version "
                        + view.version();
            default -> answer.toString();
        };
    }
}

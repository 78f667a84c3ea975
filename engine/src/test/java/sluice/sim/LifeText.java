package sluice.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.stream.Collectors;
import sluice.value.Money;

/** A life in words, a line for each act and each fault: those that have a time by time, and then those that are counted. */
final class LifeText {

    private record Line(long atMillis, String text) {}

    private LifeText() {}

    static String of(Life life) {
        var lines = new ArrayList<String>();
        lines.add("seed " + life.seed() + ", a snapshot every " + life.snapshotEvery() + " rows, clocks of "
                + life.nodes() + (life.nodes() == 1 ? " node" : " nodes") + " off by "
                + life.skewMillis().stream()
                        .map(skew -> CommandText.signed(skew))
                        .collect(Collectors.joining(", "))
                + " ms");
        for (var sku : life.skus()) {
            lines.add("there are " + sku.units() + " of " + sku.sku() + " at " + euros(sku.priceCents()));
        }
        for (var account : life.accounts()) {
            lines.add(account.account() + " may owe " + euros(account.limitCents()));
        }
        var timed = new ArrayList<Line>();
        life.acts().forEach(act -> timed.add(new Line(act.atMillis(), of(act))));
        var counted = new ArrayList<String>();
        for (var fault : life.faults()) {
            long at = SimplerFault.atMillis(fault);
            if (at < 0) {
                counted.add(FaultText.of(fault));
            } else {
                timed.add(new Line(at, FaultText.of(fault)));
            }
        }
        timed.sort(Comparator.comparingLong(Line::atMillis));
        for (var line : timed) {
            lines.add(String.format("%10s  %s", FaultText.seconds(line.atMillis()), line.text()));
        }
        lines.addAll(counted);
        return String.join("\n", lines);
    }

    static String of(Act act) {
        return "client " + act.id() + " asks node " + act.node()
                + (act.twin() ? " and at once the next: " : ": ")
                + of(act.wish())
                + (act.key() == null ? "" : ", key " + act.key());
    }

    static String of(Act.Wish wish) {
        return switch (wish) {
            case Act.Place(var order) -> CommandText.of(order);
            case Act.OfOrder(var placedBy, var command) ->
                CommandText.of(
                        placedBy == Act.OfOrder.NOBODY
                                ? "an order that is not there"
                                : "the order of client " + placedBy,
                        command);
            case Act.OfSku(var sku, var command) -> CommandText.of(sku, command);
            case Act.OfAccount(var account, var command) -> CommandText.of(account, command);
        };
    }

    private static Money euros(long cents) {
        return new Money(cents, WishMaker.EURO);
    }
}

package sluice.entity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.jspecify.annotations.Nullable;
import sluice.entity.Entity.Judged;
import sluice.stock.SkuDefinition;
import sluice.stock.StockAnswer;
import sluice.stock.StockCommand;
import sluice.stock.StockEvent;
import sluice.stock.StockRejection;
import sluice.stock.StockRules;
import sluice.stock.StockState;
import sluice.value.LocationId;
import sluice.value.OrderId;
import sluice.value.Quantity;

/** One SKU in the frame of all entities, a clock that the test turns, and the journal of what it has decided. */
final class Lives {

    static final String SKU = "tee-black-m";
    static final LocationId MAIN = new LocationId("main");

    final List<Batch<StockEvent>> journal = new ArrayList<>();
    final Entity<StockCommand, StockEvent, StockState, StockAnswer, StockRejection> entity = unborn();
    Instant now = Instant.parse("2026-01-01T00:00:00.123456Z");

    static Entity<StockCommand, StockEvent, StockState, StockAnswer, StockRejection> unborn() {
        return new Entity<>(EntityKind.STOCK, SKU, new StockRules());
    }

    /** A SKU that is defined and has so many units: two rows. */
    static Lives withOnHand(long units) {
        var life = new Lives();
        life.judge(life.request(new StockCommand.Define(new SkuDefinition("Tee", null))));
        life.judge(life.request(receive(units)));
        return life;
    }

    static StockCommand receive(long units) {
        return new StockCommand.Receive(Quantity.of(units), MAIN, null);
    }

    static StockCommand claim(int order, long units) {
        return new StockCommand.Claim(order(order), Quantity.of(units));
    }

    static StockCommand vouch(int order) {
        return new StockCommand.Vouch(List.of(order(order)));
    }

    static OrderId order(int number) {
        return new OrderId(new UUID(0x019a_0000_0000_7000L, number));
    }

    static Origin by(String key) {
        return new Origin(key, null, null, null, null, null);
    }

    static Origin keyed(String hash, String fingerprint) {
        return new Origin("kim", null, "API", "r-1", null, new Origin.IdempotencyKey(hash, fingerprint));
    }

    Request<StockCommand, StockAnswer, StockRejection> request(StockCommand command) {
        return request(command, by("kim"));
    }

    Request<StockCommand, StockAnswer, StockRejection> request(StockCommand command, Origin origin) {
        return request(command, origin, null, now.plusSeconds(1));
    }

    Request<StockCommand, StockAnswer, StockRejection> request(
            StockCommand command, Origin origin, @Nullable Long ifVersion, Instant deadline) {
        var inbox = TestInbox.<Reply<StockAnswer, StockRejection>>create();
        return new Request<>(command, origin, ifVersion, deadline, "", inbox.getRef());
    }

    /** Decides it and keeps the batch, if there is one. */
    Judged<StockEvent, StockAnswer, StockRejection> judge(Request<StockCommand, StockAnswer, StockRejection> request) {
        return judge(List.of(request));
    }

    /** Decides them in one go and keeps the batch, if there is one. */
    Judged<StockEvent, StockAnswer, StockRejection> judge(
            List<Request<StockCommand, StockAnswer, StockRejection>> requests) {
        var judged = entity.judge(requests, now);
        if (judged.batch() != null) {
            journal.add(judged.batch());
        }
        return judged;
    }

    Outcome<StockAnswer, StockRejection> judgeOne(Request<StockCommand, StockAnswer, StockRejection> request) {
        return judge(request).outcomes().getFirst();
    }

    /** The entity as a node that starts has it: from all its rows. */
    Entity<StockCommand, StockEvent, StockState, StockAnswer, StockRejection> replayed() {
        var other = unborn();
        journal.forEach(other::apply);
        return other;
    }

    /** The entity from a snapshot taken after its first rows, and the rest. */
    Entity<StockCommand, StockEvent, StockState, StockAnswer, StockRejection> restoredAfter(int rows) {
        var first = unborn();
        journal.subList(0, rows).forEach(first::apply);
        var other = unborn();
        other.restore(first.snapshot());
        journal.subList(rows, journal.size()).forEach(other::apply);
        return other;
    }
}

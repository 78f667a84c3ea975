package sluice.sim;

import java.time.Duration;
import sluice.account.AccountAnswer;
import sluice.account.AccountCommand;
import sluice.account.AccountEvent;
import sluice.account.AccountRejection;
import sluice.account.AccountRules;
import sluice.account.AccountState;
import sluice.entity.Aftercare;
import sluice.entity.Asking;
import sluice.entity.EntityRules;
import sluice.entity.EntitySettings;
import sluice.entity.EntitySnapshot;
import sluice.entity.Front;
import sluice.entity.Message;
import sluice.entity.Request;
import sluice.entity.Witness;
import sluice.order.OrderAnswer;
import sluice.order.OrderCommand;
import sluice.order.OrderEvent;
import sluice.order.OrderRejection;
import sluice.order.OrderRules;
import sluice.order.OrderState;
import sluice.order.Settling;
import sluice.placement.Desk;
import sluice.placement.Predecessors;
import sluice.stock.StockAnswer;
import sluice.stock.StockCommand;
import sluice.stock.StockEvent;
import sluice.stock.StockRejection;
import sluice.stock.StockRules;
import sluice.stock.StockState;
import sluice.value.OrderId;

/**
 * What a node is made of: production's own parts, and how those that hold them use them. A planted bug replaces one part, or breaks
 * one habit, and changes nothing else.
 */
class Parts {

    /** As production's, but small, so that limits are met. */
    static final EntitySettings ENTITY = new EntitySettings(
            6, 3, Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofSeconds(5));

    /** As in production. */
    static final Duration ASK_TIMEOUT = Duration.ofSeconds(10);

    static final Duration PLACEMENT_DEADLINE = Duration.ofSeconds(8);
    static final Duration VOUCH_PATIENCE = Duration.ofSeconds(15);
    static final Duration SETTLE_RETRY = Duration.ofSeconds(2);
    static final Duration SETTLE_AFTER = Duration.ofSeconds(10);
    static final Duration RECENT_SPAN = Duration.ofMinutes(5);

    EntityRules<StockCommand, StockEvent, StockState, StockAnswer, StockRejection> stockRules() {
        return new StockRules();
    }

    EntityRules<AccountCommand, AccountEvent, AccountState, AccountAnswer, AccountRejection> accountRules() {
        return new AccountRules();
    }

    EntityRules<OrderCommand, OrderEvent, OrderState, OrderAnswer, OrderRejection> orderRules() {
        return new OrderRules();
    }

    Witness witness(Witness witness, SimNode node) {
        return witness;
    }

    Aftercare<OrderCommand, OrderState> settling(
            OrderId order,
            Asking<StockCommand, StockAnswer, StockRejection> stock,
            Asking<AccountCommand, AccountAnswer, AccountRejection> accounts) {
        return new Settling(order, stock, accounts, SETTLE_RETRY);
    }

    /** @param asDesk what carries out what the desk decides */
    Desk.Shell desk(Desk.Shell asDesk) {
        return asDesk;
    }

    Predecessors predecessors() {
        return new Predecessors(VOUCH_PATIENCE.multipliedBy(2), RECENT_SPAN);
    }

    /** What a request is when it reaches the entity that judges it. */
    <C extends Message, A extends Message, R extends Message> Request<C, A, R> judged(Request<C, A, R> request) {
        return request;
    }

    /** What is stored of a snapshot. */
    <A> EntitySnapshot<Object, A> stored(EntitySnapshot<Object, A> snapshot) {
        return snapshot;
    }

    /** The writer of the rows of an entity's new journal. */
    String writer(SimNode node, String fresh) {
        return fresh;
    }

    /** What a front is told of why its journal ended. */
    Front.End end(Front.End end) {
        return end;
    }

    /** Whether a node takes an entity into memory. */
    boolean mayRecover(boolean isSureOfItself) {
        return isSureOfItself;
    }

    /** Whether a node sends a birth to the journal. */
    boolean maySendBirths(boolean isSureOfItself) {
        return isSureOfItself;
    }

    /** Whether a row is refused where another stands. */
    boolean rowsAreFenced() {
        return true;
    }

    /** Whether an entity answers when its row is committed, not before. */
    boolean answersAfterCommit() {
        return true;
    }

    /** Whether a snapshot is of committed rows only. */
    boolean snapshotsAreOfCommitted() {
        return true;
    }

    /** Whether references go with the birth that failed. */
    boolean referencesGoWithFailedBirths() {
        return true;
    }

    /** Whether the tail stops where it does not hold its offset any more. */
    boolean offsetsAreFenced() {
        return true;
    }

    /** Whether the tail leaves rows alone that a running transaction may yet come before. */
    boolean tailWaitsForRunning() {
        return true;
    }

    /** Whether what was written lately is woken when a node was lost, and at start. */
    boolean wakesRecent() {
        return true;
    }

    /** Whether orders with unsettled effects are woken. */
    boolean wakesDue() {
        return true;
    }

    /** Whether "not found" is told after a reading that began after the request. */
    boolean rereadsMissingOrders() {
        return true;
    }

    /** Whether a node that starts waits for what its predecessors' statements may yet commit. */
    boolean awaitsStatementsOfTheDead() {
        return true;
    }

    /** Whether recovery reads the rows after the snapshot from the one right after it. */
    boolean replaysAllRows() {
        return true;
    }
}

package sluice.sim;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import sluice.account.AccountAnswer;
import sluice.account.AccountCommand;
import sluice.account.AccountEvent;
import sluice.account.AccountRejection;
import sluice.account.AccountRules;
import sluice.account.AccountState;
import sluice.entity.Aftercare;
import sluice.entity.Asking;
import sluice.entity.EntityKind;
import sluice.entity.EntityRules;
import sluice.entity.EntitySettings;
import sluice.entity.EntitySnapshot;
import sluice.entity.Message;
import sluice.entity.Outcome;
import sluice.entity.Request;
import sluice.entity.Witness;
import sluice.journal.Birth;
import sluice.order.OrderAnswer;
import sluice.order.OrderCommand;
import sluice.order.OrderEvent;
import sluice.order.OrderRejection;
import sluice.order.OrderRules;
import sluice.order.OrderState;
import sluice.order.Settling;
import sluice.placement.Desk;
import sluice.placement.Predecessors;
import sluice.placement.SoldOutMarks;
import sluice.stock.StockAnswer;
import sluice.stock.StockCommand;
import sluice.stock.StockEvent;
import sluice.stock.StockRejection;
import sluice.stock.StockRules;
import sluice.stock.StockState;
import sluice.value.OrderId;
import sluice.value.SkuId;

/**
 * What a node is made of: production's own parts, and how those that hold them use them. A planted bug replaces one part, or breaks
 * one habit, and changes nothing else.
 */
class Parts {

    /** As production's, but small, so that limits are met. */
    static final EntitySettings ENTITY = new EntitySettings(
            6, 3, 1_000, Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofSeconds(5));

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

    /**
     * @param asDesk what carries out what the desk decides
     * @param node where the desk is
     */
    Desk.Shell desk(Desk.Shell asDesk, SimNode node) {
        return asDesk;
    }

    /** What a desk is told that became of a birth. */
    Birth.Outcome told(Birth.Outcome outcome) {
        return outcome;
    }

    SoldOutMarks soldOutMarks(Ticker ticker) {
        return new SoldOutMarks(ticker, Runnable::run);
    }

    /** A desk has heard what a SKU says to a claim. */
    void onGrant(SoldOutMarks marks, SkuId sku, Outcome<StockAnswer, StockRejection> outcome, Instant now) {}

    /** For how long a claim waits for word of its order before that is asked for. */
    Duration vouchPatience() {
        return VOUCH_PATIENCE;
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

    /** What a caller is told that became of its request. */
    <A extends Message, R extends Message> Outcome<A, R> told(Outcome<A, R> outcome) {
        return outcome;
    }

    /** Whether a node takes an entity into memory. */
    boolean mayRecover(boolean isSureOfItself) {
        return isSureOfItself;
    }

    /** Whether the first batch of an entity is to be written in any case, since a row of it is in doubt. */
    boolean settlesDoubt(EntityKind kind, boolean inDoubt) {
        return inDoubt;
    }

    /** What is told to those whose requests were judged in one batch. */
    <A extends Message, R extends Message> List<Outcome<A, R>> outcomes(List<Outcome<A, R>> outcomes) {
        return outcomes;
    }

    /** Whether a caller is told that the outcome is unknown; else the entity tries once more of its own. */
    boolean tellsUnknown(EntityKind kind) {
        return true;
    }

    /** Whether a desk waits until a birth is committed. */
    boolean waitsForBirths() {
        return true;
    }

    /** Whether a birth fails where a reference of it names another order. */
    boolean comparesReferences() {
        return true;
    }

    /** Whether a wake is repeated until the entity has said that it is awake. */
    boolean repeatsWakes() {
        return true;
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
    boolean answersAfterCommit(EntityKind kind) {
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

    /** Whether recovery reads the rows after the snapshot from the one right after it. */
    boolean replaysAllRows() {
        return true;
    }
}

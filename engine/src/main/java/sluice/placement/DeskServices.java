package sluice.placement;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import sluice.account.AccountAnswer;
import sluice.account.AccountCommand;
import sluice.account.AccountRejection;
import sluice.entity.EntitySharding;
import sluice.journal.Grouped;
import sluice.journal.JournalDatabase.NamedOrder;
import sluice.stock.StockAnswer;
import sluice.stock.StockCommand;
import sluice.stock.StockRejection;

/**
 * What the desks of a node share.
 *
 * @param references looks up the orders that references name; a list of names in, what they name out
 * @param deadline how long a placement may ask for claims and credit
 * @param predecessorMayAppend whether a desk that was started at the given time had a predecessor that was lost, not handed over, so
 *     lately that it might still append
 */
public record DeskServices(
        EntitySharding<StockCommand, StockAnswer, StockRejection> stock,
        EntitySharding<AccountCommand, AccountAnswer, AccountRejection> accounts,
        BirthAppender births,
        Grouped<List<String>, List<NamedOrder>> references,
        Duration deadline,
        Predicate<Instant> predecessorMayAppend,
        PlacementTimers timers,
        InstantSource clock) {}

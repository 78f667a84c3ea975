package sluice.placement;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import sluice.account.AccountAnswer;
import sluice.account.AccountCommand;
import sluice.account.AccountRejection;
import sluice.entity.EntitySharding;
import sluice.journal.NamedBirth;
import sluice.stock.StockAnswer;
import sluice.stock.StockCommand;
import sluice.stock.StockRejection;

/**
 * What the desks of a node share.
 *
 * @param references looks up the orders that the given references name
 * @param deadline how long a placement may ask for claims and credit
 * @param predecessorMayAppend whether a desk that was started at the given time had a predecessor that was lost, not handed over, so
 *     lately that it might still append
 */
public record DeskServices(
        EntitySharding<StockCommand, StockAnswer, StockRejection> stock,
        EntitySharding<AccountCommand, AccountAnswer, AccountRejection> accounts,
        BirthAppender births,
        SoldOutMarks soldOut,
        Function<List<String>, CompletionStage<List<NamedBirth>>> references,
        Duration deadline,
        Predicate<Instant> predecessorMayAppend,
        PlacementTimers timers,
        InstantSource clock) {}

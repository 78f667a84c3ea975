package sluice.endpoint;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import sluice.event.OutgoingEvent;
import sluice.key.Timestamps;
import sluice.webhook.DeliveryStep;
import sluice.webhook.DueRetry;
import sluice.webhook.EndpointDelivery;
import sluice.webhook.RetryChange;
import sluice.webhook.RetryPage;

/** The events that are to be attempted again, in their table; {@link EndpointDelivery} says what is done to it. */
final class RetryTable {

    private static final int SWEPT_AT_ONCE = 1_000;

    private final int attempts;

    /** @param attempts how often an event is attempted in all */
    RetryTable(int attempts) {
        this.attempts = attempts;
    }

    /** Those whose event is not kept any more are passed over, as nobody can send it; they are swept. */
    RetryPage read(Handle transaction, String endpointId, DeliveryStep.ReadRetries asked) {
        var retries = transaction
                .createQuery("""
                    select r.made, r.due, o.position, o.id, o.type, o.subject, o.account, o.body
                    from webhook_retry r join outgoing_event o on o.position = r.position
                    where r.endpoint_id = :endpointId and (r.due, r.position) > (:due, :position)
                    order by r.due, r.position limit :most
                    """)
                .bind("endpointId", endpointId)
                .bind("due", asked.after().due())
                .bind("position", asked.after().position())
                .bind("most", asked.most() + 1)
                .map((row, context) -> new DueRetry(
                        OutgoingEvent.of(row, row.getString("body")), row.getInt("made"), Timestamps.of(row, "due")))
                .list();
        return page(retries, asked);
    }

    private static RetryPage page(List<DueRetry> retries, DeliveryStep.ReadRetries asked) {
        var due = new ArrayList<DueRetry>();
        int bytes = 0;
        for (var retry : retries) {
            int size = retry.event().sizeBytes();
            boolean isFull = due.size() == asked.most() || (!due.isEmpty() && bytes + size > asked.mostBytes());
            if (isFull || retry.due().isAfter(asked.dueBy())) {
                return new RetryPage(due, Optional.of(retry.due()));
            }
            due.add(retry);
            bytes += size;
        }
        return new RetryPage(due, Optional.empty());
    }

    /** Makes the changes in their order; those of a kind that follow each other share a statement. */
    void change(Handle transaction, String endpointId, List<RetryChange> changes) {
        for (int begin = 0; begin < changes.size(); ) {
            int end = begin + 1;
            while (end < changes.size() && isAlike(changes.get(begin), changes.get(end))) {
                end++;
            }
            var run = changes.subList(begin, end);
            switch (run.getFirst()) {
                case RetryChange.Later later -> later(transaction, endpointId, run, later.onlyIfAbsent());
                case RetryChange.Settled settled -> settled(transaction, endpointId, run);
                case RetryChange.SendAgain again -> sendAgain(transaction, endpointId, again);
                case RetryChange.Recover recover -> recover(transaction, endpointId, recover);
            }
            begin = end;
        }
    }

    private static boolean isAlike(RetryChange one, RetryChange other) {
        return switch (one) {
            case RetryChange.Later later ->
                other instanceof RetryChange.Later another && later.onlyIfAbsent() == another.onlyIfAbsent();
            case RetryChange.Settled settled -> other instanceof RetryChange.Settled;
            case RetryChange.SendAgain again -> false;
            case RetryChange.Recover recover -> false;
        };
    }

    private static void later(Handle transaction, String endpointId, List<RetryChange> run, boolean onlyIfAbsent) {
        var batch = transaction.prepareBatch(
                """
                    insert into webhook_retry (endpoint_id, position, made, due) values (:id, :position, :made, :due)
                    on conflict (endpoint_id, position) do
                    """ + (onlyIfAbsent ? "nothing" : "update set made = excluded.made, due = excluded.due"));
        for (var change : run) {
            if (change instanceof RetryChange.Later later) {
                batch.bind("id", endpointId)
                        .bind("position", later.position())
                        .bind("made", later.made())
                        .bind("due", later.due())
                        .add();
            }
        }
        batch.execute();
    }

    private static void settled(Handle transaction, String endpointId, List<RetryChange> run) {
        var positions = run.stream()
                .map(change -> change instanceof RetryChange.Settled settled ? settled.position() : -1L)
                .toArray(Long[]::new);
        transaction
                .createUpdate("delete from webhook_retry where endpoint_id = :id and position = any (:positions)")
                .bind("id", endpointId)
                .bind("positions", positions)
                .execute();
    }

    private void sendAgain(Handle transaction, String endpointId, RetryChange.SendAgain again) {
        transaction
                .createUpdate("""
                    insert into webhook_retry (endpoint_id, position, made, due) values (:id, :position, :made, :due)
                    on conflict (endpoint_id, position) do update set due = excluded.due
                    """)
                .bind("id", endpointId)
                .bind("position", again.position())
                .bind("made", attempts - 1)
                .bind("due", again.due())
                .execute();
    }

    /** What was given up begins anew; what would be attempted later anyhow is attempted now. */
    private static void recover(Handle transaction, String endpointId, RetryChange.Recover recover) {
        transaction
                .createUpdate("""
                    update webhook_retry set due = :due
                    where endpoint_id = :id and position >= :from and due > :due
                    """)
                .bind("id", endpointId)
                .bind("from", recover.fromPosition())
                .bind("due", recover.due())
                .execute();
        transaction
                .createUpdate("""
                    insert into webhook_retry (endpoint_id, position, made, due)
                    select distinct a.endpoint_id, a.position, 0, cast(:due as timestamptz) from webhook_attempt a
                    where a.endpoint_id = :id and a.exhausted and a.position >= :from and not exists (
                        select 1 from webhook_attempt d
                        where d.endpoint_id = a.endpoint_id and d.event_id = a.event_id and d.delivered)
                    on conflict (endpoint_id, position) do update set made = 0, due = excluded.due
                    """)
                .bind("id", endpointId)
                .bind("from", recover.fromPosition())
                .bind("due", recover.due())
                .execute();
    }

    /** Takes out a page of retries whose event is not kept any more. */
    static boolean sweep(Handle handle, Instant dueBefore) {
        return handle.createUpdate("""
            delete from webhook_retry where ctid = any (array(
                select r.ctid from webhook_retry r where r.due < :dueBefore and not exists (
                    select 1 from outgoing_event o where o.position = r.position) limit :most))
            """)
                        .bind("dueBefore", dueBefore)
                        .bind("most", SWEPT_AT_ONCE)
                        .execute()
                == SWEPT_AT_ONCE;
    }
}

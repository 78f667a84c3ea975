package sluice.endpoint;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import sluice.webhook.EndpointStatus;

/** The fields that a change of an endpoint sets. */
final class EndpointEdit {

    private EndpointEdit() {}

    /** Whether there is anything in it that is not so already. */
    static boolean isNews(Endpoint before, EndpointChange wanted) {
        return differs(wanted.url(), before.url())
                || differs(wanted.events(), before.events())
                || differs(wanted.description(), before.description())
                || differs(wanted.concurrency(), before.concurrency())
                || differs(wanted.perSecond(), before.perSecond())
                || differs(wanted.enabled(), before.status() == EndpointStatus.ENABLED);
    }

    private static boolean differs(@Nullable Object wanted, @Nullable Object there) {
        return wanted != null && !wanted.equals(there);
    }

    static void write(Handle transaction, Endpoint before, EndpointChange wanted) {
        var events = wanted.events();
        transaction
                .createUpdate("""
                    update webhook_endpoint set url = coalesce(:url, url), events = coalesce(:events, events),
                        description = coalesce(:description, description),
                        concurrency = coalesce(:concurrency, concurrency), per_second = coalesce(:perSecond, per_second)
                    where endpoint_id = :id
                    """)
                .bind("id", before.id())
                .bind("url", wanted.url())
                .bind("events", events == null ? null : String.join(" ", events))
                .bind("description", wanted.description())
                .bind("concurrency", wanted.concurrency())
                .bind("perSecond", wanted.perSecond())
                .execute();
    }
}

package sluice.endpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import sluice.event.EventBody;
import sluice.event.EventId;
import sluice.event.EventType;
import sluice.event.NewEvent;
import sluice.webhook.DeliveryStep.Disabled;

/** The event {@code webhook_endpoint.disabled}, which is the endpoint's account's, as are all that it is told. */
final class DisabledEvent {

    private DisabledEvent() {}

    /**
     * @param flush the number of the flush that it is part of: repeated, it is the same event
     * @param version of the endpoint, with the change to its status
     */
    static NewEvent of(Handle transaction, String endpointId, long flush, Disabled disabled, long version) {
        @Nullable
        String account = transaction
                .createQuery("select account from webhook_endpoint where endpoint_id = :id")
                .bind("id", endpointId)
                .mapTo(String.class)
                .findOne()
                .orElse(null);
        var eventId = EventId.of("webhook_endpoint", endpointId, "disabled", flush);
        var endpoint = new LinkedHashMap<String, Object>();
        endpoint.put("id", endpointId);
        if (account != null) {
            endpoint.put("accountId", account);
        }
        endpoint.put("status", Endpoint.wireName(disabled.reason()));
        endpoint.put("failingSince", disabled.failingSince().toString());
        var type = EventType.WEBHOOK_ENDPOINT_DISABLED;
        return new NewEvent(
                eventId,
                type,
                "webhook_endpoint/" + endpointId,
                account,
                version,
                disabled.at(),
                EventBody.of(eventId, type, disabled.at(), version, Map.of("webhookEndpoint", endpoint)));
    }
}

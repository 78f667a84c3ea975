package sluice.endpoint;

import com.fasterxml.jackson.databind.json.JsonMapper;
import sluice.event.OutgoingEvent;

/** The event {@code webhook.test}, which tells nothing but that the endpoint is reached. */
final class TestEvent {

    static final String TYPE = "webhook.test";

    private static final JsonMapper JSON = new JsonMapper();

    private TestEvent() {}

    static OutgoingEvent of(String endpointId, Wish wish) {
        var eventId = String.valueOf(wish.eventId());
        var body = JSON.createObjectNode()
                .put("id", eventId)
                .put("type", TYPE)
                .put("timestamp", wish.askedAt().toString())
                .put("sequence", wish.number());
        body.putObject("data").putObject("webhookEndpoint").put("id", endpointId);
        return new OutgoingEvent(0, eventId, TYPE, "webhook_endpoint/" + endpointId, null, body.toString());
    }
}

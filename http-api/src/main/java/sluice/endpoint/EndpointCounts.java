package sluice.endpoint;

import java.util.Map;
import sluice.webhook.EndpointStatus;

/** What there is in the tables: endpoints by status, and retries that wait, due or not. */
record EndpointCounts(Map<EndpointStatus, Long> endpoints, long retries) {

    static final EndpointCounts NONE = new EndpointCounts(Map.of(), 0);
}

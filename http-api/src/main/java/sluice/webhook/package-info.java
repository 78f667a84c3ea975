/**
 * Webhooks: which addresses may be reached, how an attempt is signed and sent, and when. {@link sluice.webhook.EndpointDelivery} decides
 * for one endpoint and does no I/O; {@link sluice.webhook.Sender} carries out one attempt. Signatures follow the Standard Webhooks
 * specification (https://www.standardwebhooks.com).
 */
@NullMarked
package sluice.webhook;

import org.jspecify.annotations.NullMarked;

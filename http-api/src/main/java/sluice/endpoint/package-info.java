/**
 * Webhook endpoints as they are served: on record, changed over HTTP, and delivered to by a pool of actors, one for each, spread over the
 * cluster. What is sent when, {@link sluice.webhook.EndpointDelivery} decides; this package carries it out. Tables:
 * {@code V9__webhooks.sql}.
 */
@NullMarked
package sluice.endpoint;

import org.jspecify.annotations.NullMarked;

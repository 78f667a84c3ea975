package sluice.http;

import java.util.Locale;
import java.util.Optional;

/**
 * The catalogue of refusals (RFC 9457). The name of each in lower case, with hyphens, ends its {@code type} and is for ever:
 * {@code /problems/insufficient-stock}.
 */
enum Problem {
    INVALID_REQUEST(
            400,
            "The request cannot be read",
            "A field, header or parameter is missing, unknown, of another type, or out of range; every fault"
                    + " found is listed under errors.",
            "Mend what errors name and ask again."),
    UNAUTHORIZED(
            401,
            "No valid API key",
            "The request brings no API key, or one that is not valid here.",
            "Send the header Authorization: Bearer with a key of this server."),
    MISSING_SCOPE(
            403,
            "The key lacks the scope",
            "The API key is valid but not allowed to do this; scope names what it lacks. Nothing changed.",
            "Use a key that has the scope, or have one created."),
    BEYOND_KEY(
            403,
            "Beyond what the key is bound to",
            "The API key is bound to an account or a channel, and the request asks for what that can never do: an"
                    + " operation that cannot be confined to one account, or an order through another channel. Nothing"
                    + " changed.",
            "Leave the channel out, or use a key that is not bound."),
    NOT_FOUND(
            404,
            "Not found",
            "Nothing is at this address, or nothing that this key may see.",
            "Check the address; names are case-sensitive and must be percent-encoded."),
    METHOD_NOT_ALLOWED(
            405,
            "Method not allowed",
            "The resource exists but cannot be asked this way.",
            "Use one of the methods that the Allow header lists."),
    REQUEST_TIMEOUT(
            408,
            "The request came too slowly",
            "The body had not arrived in the time allowed. Nothing changed.",
            "Send the whole body at once."),
    INSUFFICIENT_STOCK(
            409,
            "Not enough stock",
            "At least one SKU has less available than was ordered; lines names each. Nothing changed.",
            "Order less, or ask again when stock has come in."),
    CREDIT_LIMIT_EXCEEDED(
            409,
            "Credit limit exceeded",
            "The order would raise the account's exposure above its limit. Nothing changed.",
            "Receive a payment, raise the limit, or order less."),
    ILLEGAL_TRANSITION(
            409,
            "The order's status does not allow this",
            "The command does not fit where the order stands; allowed lists what does.",
            "Read the order and use an allowed command."),
    MORE_THAN_OPEN(
            409,
            "More than is open",
            "The shipment names more of a line than is still to be shipped. Nothing changed.",
            "Ship at most what is open on the line."),
    COUNT_MOVED(
            409,
            "The stock has moved since it was counted",
            "What is on record at the location is not the value that the count expected. Nothing changed.",
            "Read the stock, count again, and send the value now on record as expected."),
    BELOW_ZERO(
            409,
            "Below zero",
            "The adjustment would leave the location with less than nothing. Nothing changed.",
            "Adjust by at most what is on hand at the location."),
    ABOVE_MAXIMUM(
            409,
            "More than can be counted",
            "The SKU would hold more than 1,000,000,000,000 units. Nothing changed.",
            "Check the quantity, or count in a larger unit."),
    CURRENCY_IN_USE(
            409,
            "The account's currency is in use",
            "An account's currency cannot change while it owes, pledges or is owed anything.",
            "Settle the account first, or open another one."),
    REQUEST_IN_FLIGHT(
            409,
            "The same request is running",
            "A request with the same idempotency key or external id is being carried out at this moment.",
            "Ask again shortly; the first request's answer is given then."),
    DUPLICATE_EXTERNAL_ID(
            409,
            "The external id names another order",
            "The channel has already placed an order under this external id; orderId names it, unless it is another"
                    + " account's and the key may not see it.",
            "Read that order, or use another external id."),
    KEY_NOT_ACTIVE(
            409,
            "The API key is not active",
            "A key that is revoked or has expired never becomes valid again; keyStatus tells which. Nothing changed.",
            "Create another key."),
    ANSWER_SEALED(
            409,
            "The first answer can no longer be opened",
            "A request under this idempotency key made the secret of the key that keyId names. Its answer is kept"
                    + " sealed under the secret that your own key had then, which was rotated since. Nothing changed.",
            "Repeat it with your key's earlier secret while that is valid; else revoke or rotate the key that keyId"
                    + " names, under a fresh idempotency key."),
    EVENTS_GONE(
            410,
            "Events after this position are not kept any more",
            "Events are kept for a time. Of those after the position that was asked for, some are gone, or the"
                    + " position was never given out; firstPosition and lastPosition tell which there are.",
            "Read what you have missed from the lists, then go on after the position before firstPosition, or without"
                    + " one."),
    PRECONDITION_FAILED(
            412,
            "The version has changed",
            "If-Match names another version than the present one, which actual tells. Nothing changed.",
            "Read the resource again and decide anew."),
    BODY_TOO_LARGE(
            413,
            "The body is too large",
            "A body has at most 256 KiB, that of a bulk request 8 MiB; maxBytes tells which.",
            "Send less at once."),
    URI_TOO_LONG(414, "The address is too long", "An address has at most 2,048 characters.", "Use a shorter address."),
    UNSUPPORTED_MEDIA_TYPE(
            415,
            "Unsupported media type",
            "Bodies are JSON in UTF-8, without content encoding.",
            "Send Content-Type: application/json and no Content-Encoding."),
    UNKNOWN_SKU(
            422,
            "Unknown SKU",
            "At least one SKU was never defined; skus names each.",
            "Define the SKU with PUT /v1/skus/{sku}."),
    UNKNOWN_ACCOUNT(422, "Unknown account", "The account was never opened.", "Open it with PUT /v1/accounts/{id}."),
    CURRENCY_MISMATCH(
            422,
            "Another currency",
            "The amounts are in another currency than the account or the SKU's price; expected tells which.",
            "Use the expected currency."),
    PRICE_MISSING(
            422,
            "No price",
            "Neither the order's line nor the SKU has a price; skus names each such SKU.",
            "Give the line a unitPrice or the SKU a price."),
    TOTAL_OUT_OF_RANGE(
            422,
            "The total is out of range",
            "Quantities and prices make a total that cannot be represented.",
            "Check quantities and prices, or place several orders."),
    IDEMPOTENCY_KEY_REUSED(
            422,
            "The idempotency key was used for something else",
            "An earlier request under this key asked for something different. Nothing changed.",
            "Use a fresh key for every request that is not a retry."),
    NO_SUCH_LINE(422, "No such line", "The order has no line of that number.", "Lines count from 1; read the order."),
    RATE_LIMITED(
            429,
            "Over the key's rate",
            "The key has asked more than its rate allows, over all nodes together; each order of a bulk request counts"
                    + " as a request. Nothing changed.",
            "Ask again after the time that Retry-After tells; RateLimit tells what is left."),
    TOO_MANY_AT_ONCE(
            429,
            "Too many of the key's requests at once",
            "As many requests of the key are being carried out at this moment as it may have at once. Nothing changed.",
            "Ask again after the time that Retry-After tells, with fewer requests at once."),
    HEADERS_TOO_LARGE(
            431,
            "The headers are too large",
            "A header line, or all of them, exceed the limit.",
            "Send fewer and shorter headers."),
    INTERNAL_ERROR(
            500,
            "Internal error",
            "The server has failed in a way it did not foresee; whether a change was made is unknown.",
            "Ask again under the same idempotency key; tell the operator the request id, under which the fault is"
                    + " logged."),
    NOT_IMPLEMENTED(
            501, "Unknown method", "The server knows no such HTTP method.", "Use GET, POST, PUT, PATCH or DELETE."),
    UNAVAILABLE(
            503,
            "Not available at this moment",
            "The server cannot decide the request now. Nothing changed and nothing will.",
            "Ask again after the time that Retry-After tells."),
    OVERLOADED(
            503,
            "Too many requests at once",
            "The server carries out as many requests as it can and takes no more just now. Nothing changed and nothing"
                    + " will.",
            "Ask again after the time that Retry-After tells, with fewer requests at once."),
    OUTCOME_UNKNOWN(
            503,
            "The outcome is unknown",
            "The answer was lost or came too late: the request has its whole effect or none.",
            "Ask again under the same idempotency key: it tells, and never does anything twice."),
    VERSION_NOT_SUPPORTED(
            505, "HTTP version not supported", "The server speaks HTTP/1.0 and HTTP/1.1.", "Use HTTP/1.1.");

    private final int status;
    private final String title;
    private final String meaning;
    private final String mend;

    Problem(int status, String title, String meaning, String mend) {
        this.status = status;
        this.title = title;
        this.meaning = meaning;
        this.mend = mend;
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    String meaning() {
        return meaning;
    }

    /** What the caller can do about it. */
    String mend() {
        return mend;
    }

    String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The reference that stands as {@code type} in a problem's body, and where its explanation is served. */
    String type() {
        return "/problems/" + slug();
    }

    static Optional<Problem> named(String slug) {
        for (var problem : values()) {
            if (problem.slug().equals(slug)) {
                return Optional.of(problem);
            }
        }
        return Optional.empty();
    }

    /** The problem by which the server refuses what it could not even parse as HTTP. */
    static Problem ofUnparsed(int status) {
        return switch (status) {
            case 413 -> BODY_TOO_LARGE;
            case 414 -> URI_TOO_LONG;
            case 431 -> HEADERS_TOO_LARGE;
            case 501 -> NOT_IMPLEMENTED;
            case 505 -> VERSION_NOT_SUPPORTED;
            default -> INVALID_REQUEST;
        };
    }
}

package sluice.event;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** Ids of events, made of what they tell and not of when: whoever comes to the same event again gives it the same id. */
public final class EventId {

    private static final int BYTES = 16;

    private EventId() {}

    /** The id of what {@code parts} name, such as a persistence id, a sequence number and an index: {@code evt_} and 22 characters. */
    public static String of(Object... parts) {
        var named = new StringBuilder();
        for (var part : parts) {
            named.append(part).append('\n'); // in no part
        }
        try {
            var hash =
                    MessageDigest.getInstance("SHA-256").digest(named.toString().getBytes(StandardCharsets.UTF_8));
            return "evt_" + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}

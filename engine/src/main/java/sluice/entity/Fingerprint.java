package sluice.entity;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Short digests that tell whether two things asked are the same: the first 128 bits of SHA-256 (FIPS 180-4), as 22 characters of
 * base64url. Fields that are absent count for nothing, so a field that a later release adds changes no fingerprint of before.
 */
public final class Fingerprint {

    private static final int BYTES = 16;

    private static final JsonMapper CANONICAL = JsonMapper.builder()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.NON_EMPTY))
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private Fingerprint() {}

    /** Of a command to an entity, or of a wanted order. */
    public static String of(String entity, Message asked) {
        try {
            return of(entity + '\n' + CANONICAL.writeValueAsString(asked));
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("cannot write " + asked.getClass(), bug);
        }
    }

    public static String of(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, BYTES));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}

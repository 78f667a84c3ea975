package sluice.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is signed here is verified by the specification's own library, which shares no code with it. */
class SignatureTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ID = "019a3c1e-0000-7000-8000-000000000001";
    private static final String BODY = "{\"type\":\"order.shipped\",\"name\":\"Škoda ✓ 𝄞\"}";

    private final SigningSecret secret = SigningSecret.random(RANDOM);
    private final SigningSecret other = SigningSecret.random(RANDOM);

    @Test
    void delivery_isVerifiedByItsReceiver() {
        assertDoesNotThrow(() -> verify(secret, BODY, signed(List.of(secret)).headers()));
    }

    @Test
    void delivery_duringARotation_isVerifiedWithEitherSecret() {
        var headers = signed(List.of(secret, other)).headers();
        assertDoesNotThrow(() -> verify(secret, BODY, headers));
        assertDoesNotThrow(() -> verify(other, BODY, headers));
    }

    @Test
    void delivery_isRefusedUnderAnotherSecret() {
        assertRefused(other, BODY, signed(List.of(secret)).headers());
    }

    @Test
    void delivery_whoseBodyWasAltered_isRefused() {
        assertRefused(
                secret,
                BODY.replace("shipped", "placed"),
                signed(List.of(secret)).headers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook-id", "webhook-timestamp"})
    void delivery_whoseHeadersWereAltered_isRefused(String header) {
        var headers = new HashMap<>(signed(List.of(secret)).headers());
        headers.computeIfPresent(
                header,
                (name, value) -> header.equals("webhook-id")
                        ? value.replace('1', '2')
                        : Long.toString(Long.parseLong(value) + 1));
        assertRefused(secret, BODY, headers);
    }

    @Test
    void knownSignature_isMadeAgain() { // by: printf 'msg_1.1700000000.{}' | openssl dgst -sha256 -hmac 0123…def
        // -binary | base64
        var known = SigningSecret.parse(
                "whsec_" + Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes(UTF_8)));
        var signature =
                Signature.of("msg_1", Instant.ofEpochSecond(1_700_000_000), "{}".getBytes(UTF_8), List.of(known));
        assertEquals("v1,2c4VI0bO4Wd5svqP2unEA9pCk0dTAXr/elrHCJ+/efk=", signature.signatures());
    }

    @Test
    void idWithADot_isNotSigned() {
        assertThrows(
                IllegalArgumentException.class, () -> Signature.of("a.1", Instant.now(), new byte[0], List.of(secret)));
    }

    @Test
    void secret_isTheSameAfterItsText() {
        assertEquals(secret, SigningSecret.parse(secret.text()));
        assertNotEquals(secret, other);
        assertFalse(secret.toString().contains(secret.text().substring(8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "whsec_",
                "whsec_c2hvcnQ=",
                "c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0",
                "whsec_*hidden-not-base64*"
            })
    void secretThatIsNone_isRefused_withoutBeingTold(String text) {
        var refused = assertThrows(IllegalArgumentException.class, () -> SigningSecret.parse(text));
        assertFalse(refused.toString().contains("hidden"));
    }

    private static Signature signed(List<SigningSecret> secrets) {
        return Signature.of(ID, Instant.now(), BODY.getBytes(UTF_8), secrets);
    }

    private static void verify(SigningSecret secret, String body, Map<String, String> headers) throws Exception {
        var lists = new HashMap<String, List<String>>();
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        new Webhook(secret.text()).verify(body, lists);
    }

    private static void assertRefused(SigningSecret secret, String body, Map<String, String> headers) {
        assertThrows(WebhookVerificationException.class, () -> verify(secret, body, headers));
    }
}

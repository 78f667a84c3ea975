package sluice.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SealedAnswerTest {

    private static final byte[] ANSWER = "{\"key\":\"sluice_…\"}".getBytes(StandardCharsets.UTF_8);

    /** RFC 5869, appendix A.1: the first 32 of its 42 bytes. */
    @Test
    void derivation_isHkdf() throws GeneralSecurityException {
        var hex = HexFormat.of();
        assertEquals(
                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf",
                hex.formatHex(SealedAnswer.derive(
                        hex.parseHex("0b".repeat(22)),
                        hex.parseHex("000102030405060708090a0b0c"),
                        hex.parseHex("f0f1f2f3f4f5f6f7f8f9"))));
    }

    @Test
    void whoSealedIt_opensIt_andNobodyElse() {
        var sealed = SealedAnswer.seal(ANSWER, "mine", "name");
        assertArrayEquals(ANSWER, SealedAnswer.open(sealed, "mine", "name").orElseThrow());
        assertTrue(SealedAnswer.open(sealed, "yours", "name").isEmpty());
        assertTrue(SealedAnswer.open(sealed, "mine", "another").isEmpty());
        assertFalse(new String(sealed, StandardCharsets.ISO_8859_1).contains("key"));
    }

    @Test
    void whatWasAltered_isNotOpened() {
        var sealed = SealedAnswer.seal(ANSWER, "mine", "name");
        for (int index = 0; index < sealed.length; index++) {
            sealed[index] ^= 1;
            assertTrue(SealedAnswer.open(sealed, "mine", "name").isEmpty());
            sealed[index] ^= 1;
        }
    }
}

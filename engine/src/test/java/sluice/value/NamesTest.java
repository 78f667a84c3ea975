package sluice.value;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "tee-black-m",
                "85123A",
                "Gift voucher 50.00",
                "größe m",
                "\u00e9",
                "箱",
                "\uD83D\uDC55",
                "%2F",
                "..",
                "#1?&=+\\\"'"
            })
    void aPrintableName_isKeptAsItIs(String name) {
        assertEquals(name, new SkuId(name).value());
        assertEquals(name, new AccountId(name).toString());
        assertEquals(name, new LocationId(name).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                " a",
                "a ",
                "\u00a0a",
                "a\u3000",
                "a/b",
                "a|b",
                "a\tb",
                "a\nb",
                "a\u0000",
                "a\u007f",
                "a\u200b",
                "\ufeffa",
                "a\u202eb",
                "a\u2028b",
                "\ud83d",
                "\udc55a",
                "a\ue000",
                "a\uffff",
                "e\u0301"
            })
    void whatIsNotAName_isRefused(String name) {
        assertThrows(IllegalArgumentException.class, () -> new SkuId(name));
        assertThrows(IllegalArgumentException.class, () -> new AccountId(name));
        assertThrows(IllegalArgumentException.class, () -> new LocationId(name));
    }

    @Test
    void aName_hasAtMost64Characters_notUnits() {
        assertDoesNotThrow(() -> new SkuId("x".repeat(64)));
        assertDoesNotThrow(() -> new SkuId("\uD83D\uDC55".repeat(64)));
        assertThrows(IllegalArgumentException.class, () -> new SkuId("x".repeat(65)));
        assertThrows(IllegalArgumentException.class, () -> new SkuId("\uD83D\uDC55".repeat(65)));
    }

    @Test
    void namesThatDifferInCase_differ() {
        assertTrue(!new SkuId("Tee").equals(new SkuId("tee")));
    }

    @Test
    void aReference_isAName_thatMayHoldSlashesAndBars() {
        assertEquals("PO 7/8|9", Names.reference("a reference", "PO 7/8|9"));
        for (var none : List.of("", " a", "a\u00a0", "a\u0000", "a\u200b", "e\u0301", "x".repeat(65))) {
            assertThrows(IllegalArgumentException.class, () -> Names.reference("a reference", none));
        }
    }

    @Test
    void aRefusal_saysOfWhat() {
        var refusal = assertThrows(IllegalArgumentException.class, () -> new LocationId("a/b"));
        assertEquals("location must not contain '/' or '|'", refusal.getMessage());
    }
}

package sluice.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class KeyTextTest {

    /** What a scanner for leaked secrets looks for. */
    private static final Pattern RECOGNISED = Pattern.compile("\\bsluice_[0-9A-Za-z]{10}_[0-9A-Za-z]{38}\\b");

    @Test
    void aKey_isRecognisable_andNamesItsId() {
        var key = KeyText.random();
        assertTrue(RECOGNISED.matcher("x=" + key.text() + ";").find());
        assertEquals(Optional.of(key.keyId()), KeyText.keyIdIn(key.text()));
        assertNotEquals(key.text(), KeyText.withId(key.keyId()).text());
    }

    @Test
    void anyCharacterAltered_isNoKey() {
        var text = KeyText.random().text();
        for (int index = 0; index < text.length(); index++) {
            var altered = new StringBuilder(text);
            altered.setCharAt(index, text.charAt(index) == 'a' ? 'b' : 'a');
            assertEquals(Optional.empty(), KeyText.keyIdIn(altered.toString()), altered::toString);
        }
        assertEquals(Optional.empty(), KeyText.keyIdIn(""));
        assertEquals(Optional.empty(), KeyText.keyIdIn(text + "a"));
        assertEquals(Optional.empty(), KeyText.keyIdIn(text.substring(1)));
    }

    @Test
    void itsSecret_isNotShown() {
        var key = KeyText.random();
        assertFalse(key.toString().contains(key.text().substring(18)));
    }
}

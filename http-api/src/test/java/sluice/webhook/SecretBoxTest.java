package sluice.webhook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.webhook.SecretBox.CannotOpen;

class SecretBoxTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String SECRET = "whsec_planted-secret-of-an-endpoint";

    private final MasterKey older = MasterKey.random(RANDOM);
    private final MasterKey newer = MasterKey.random(RANDOM);
    private final SecretBox box = box(newer.text());

    @Test
    void sealedSecret_isOpenedForItsOwner_andReadableByNobody() {
        var sealed = box.seal("we_1", SECRET);
        assertEquals(SECRET, box.open("we_1", sealed));
        assertFalse(new String(sealed, StandardCharsets.ISO_8859_1).contains("planted"));
    }

    @Test
    void sameSecret_isSealedDifferentlyEachTime() {
        var seen = new HashSet<String>();
        for (var i = 0; i < 100; i++) {
            assertTrue(seen.add(new String(box.seal("we_1", SECRET), StandardCharsets.ISO_8859_1)));
        }
    }

    @Test
    void sealedSecret_isNotOpenedForAnother() {
        var sealed = box.seal("we_1", SECRET);
        assertThrows(CannotOpen.class, () -> box.open("we_2", sealed));
    }

    @Test
    void sealedSecret_isNotOpenedWhenAnyBitOfItIsAltered() {
        var sealed = box.seal("we_1", SECRET);
        for (var bit = 0; bit < sealed.length * 8; bit++) {
            var altered = sealed.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            assertThrows(CannotOpen.class, () -> box.open("we_1", altered));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 17, 32})
    void sealedSecret_isNotOpenedWhenCutShort(int length) {
        var cut = Arrays.copyOf(box.seal("we_1", SECRET), length);
        assertThrows(CannotOpen.class, () -> box.open("we_1", cut));
    }

    @Test
    void olderKey_stillOpens_andTheFirstSeals() {
        var sealed = box(older.text()).seal("we_1", SECRET);
        var both = box(newer.text() + "\n" + older.text());
        assertEquals(SECRET, both.open("we_1", sealed));
        assertEquals(SECRET, box.open("we_1", both.seal("we_1", SECRET)));
    }

    @Test
    void droppedKey_opensNoMore() {
        var sealed = box(older.text()).seal("we_1", SECRET);
        assertThrows(CannotOpen.class, () -> box.open("we_1", sealed));
    }

    @Test
    void rewrapped_isOpenedWithoutTheOlderKey_andOnlyOnce() {
        var both = box(newer.text() + "," + older.text());
        var rewrapped =
                both.rewrap("we_1", box(older.text()).seal("we_1", SECRET)).orElseThrow();
        assertEquals(SECRET, box.open("we_1", rewrapped));
        assertTrue(both.rewrap("we_1", rewrapped).isEmpty());
    }

    @Test
    void nothing_isToldByPrinting() {
        var keys = MasterKeys.parse(newer.text());
        for (var text : new String[] {box.toString(), keys.toString(), newer.toString()}) {
            assertFalse(text.contains(newer.text()), text);
            assertTrue(text.contains(newer.toString()), text);
        }
    }

    @Test
    void keys_areReadPastRemarks() {
        var keys = MasterKeys.parse("# a, remark\n\n " + newer.text() + " \n" + older.text());
        assertEquals(newer, keys.current());
        assertEquals(older, keys.find(older.id()).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# only this", "c2hvcnQ=", "hidden*"})
    void keysThatAreNone_areRefused_withoutBeingTold(String text) {
        var refused = assertThrows(IllegalArgumentException.class, () -> MasterKeys.parse(text));
        assertFalse(refused.toString().contains("hidden"));
    }

    @Test
    void file_isMadeOnce_forThisUserAlone(@TempDir Path directory) throws IOException {
        var file = directory.resolve("master.key");
        var made = MasterKeys.keptIn(file);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(made.current(), MasterKeys.keptIn(file).current());
        try (var files = Files.list(directory)) {
            assertArrayEquals(new Path[] {file}, files.toArray());
        }
    }

    @Test
    void file_thatOthersMayRead_isRefused(@TempDir Path directory) throws IOException {
        var file = directory.resolve("master.key");
        MasterKeys.keptIn(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        var refused = assertThrows(IOException.class, () -> MasterKeys.keptIn(file));
        assertTrue(refused.toString().contains("chmod 600 " + file), refused::toString);
    }

    @Test
    void file_madeByManyAtOnce_isOne(@TempDir Path directory) throws Exception {
        var file = directory.resolve("master.key");
        var seen = new HashSet<MasterKey>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            Callable<MasterKey> make = () -> MasterKeys.keptIn(file).current();
            var all =
                    threads.invokeAll(IntStream.range(0, 32).mapToObj(i -> make).toList());
            for (var one : all) {
                seen.add(one.get());
            }
        }
        assertEquals(1, seen.size());
    }

    private static SecretBox box(String keys) {
        return new SecretBox(MasterKeys.parse(keys), RANDOM);
    }
}

package sluice.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BootstrapKeyTest {

    @Test
    void madeKey_isShownOnce_andMatchesAfterEveryLaterStart() {
        var database = KeyDatabase.migrated();
        var shown = new ArrayList<String>();
        BootstrapKey.kept(database, shown::add);
        var later = BootstrapKey.kept(database, shown::add);

        assertEquals(1, shown.size());
        var text = shown.getFirst();
        var parts = text.split("_", -1);
        assertEquals("sluice", parts[0]);
        assertEquals(Optional.of(parts[1]), later.matches(text));
        assertTrue((parts[2].length() - 6) * Math.log(62) / Math.log(2) >= 160, "160 random bits or more");
        assertEquals(KeyText.checksum(text.substring(0, text.length() - 6)), text.substring(text.length() - 6));
        assertEquals(Optional.empty(), later.matches(text + "x"));
        assertEquals(Optional.empty(), later.matches(text.substring(1)));
        assertEquals(Optional.empty(), later.matches(""));
    }

    @Test
    void madeKey_isNotInTheDatabase() throws SQLException {
        var database = KeyDatabase.migrated();
        var shown = new ArrayList<String>();
        BootstrapKey.kept(database, shown::add);
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select k::text from bootstrap_key k")) {
            assertTrue(rows.next());
            assertFalse(rows.getString(1).contains(shown.getFirst().split("_", -1)[2]));
        }
    }

    @Test
    void keyThatCouldNotBeShown_isNotKept() {
        var database = KeyDatabase.migrated();
        assertThrows(
                IllegalStateException.class,
                () -> BootstrapKey.kept(database, key -> {
                    throw new IllegalStateException("the node ends here");
                }));
        var shown = new ArrayList<String>();
        var key = BootstrapKey.kept(database, shown::add);
        assertTrue(key.matches(shown.getFirst()).isPresent());
    }

    @Test
    void chosenKey_isTheOnlyOne_andItsIdIsBootstrap() {
        var key = BootstrapKey.chosen("chosen-by-an-operator");
        assertEquals(Optional.of("bootstrap"), key.matches("chosen-by-an-operator"));
        assertEquals(Optional.empty(), key.matches("chosen-by-an-operatoR"));
    }
}

package sluice.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MigrationsTest {

    @Test
    void migrations_onAnEmptyDatabase_makeEveryTable_andTheSecondTimeNothing() throws SQLException {
        var database = SharedDatabase.empty();
        assertTrue(Migrations.apply(database) >= 3);
        var tables = tables(database);
        assertTrue(
                tables.containsAll(Set.of("event_journal", "event_tag", "snapshot", "reference", "bootstrap_key")),
                tables::toString);
        assertEquals(0, Migrations.apply(database));
        assertEquals(tables, tables(database));
    }

    @Test
    void migration_thatWasChangedAfterwards_isRefused() throws SQLException {
        var database = SharedDatabase.empty();
        Migrations.apply(database);
        try (var connection = SharedDatabase.connect(database);
                var statement = connection.createStatement()) {
            statement.execute("update flyway_schema_history set checksum = 1 where version = '1'");
        }
        assertThrows(StartFailed.class, () -> Migrations.apply(database));
    }

    private static Set<String> tables(JdbcAddress database) throws SQLException {
        try (var connection = SharedDatabase.connect(database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select tablename from pg_tables where schemaname = 'public'")) {
            var tables = new HashSet<String>();
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
            return tables;
        }
    }
}

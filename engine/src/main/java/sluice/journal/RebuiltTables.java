package sluice.journal;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * A second set of a read model's tables, in a schema of its own, which takes the place of the first. What the tables are like, their
 * keys and indexes with their names, whose they are and who may use them is taken from those that are there, so that no migration is
 * written twice.
 */
final class RebuiltTables {

    private static final String PRIMARY_KEYS = """
        select format('alter table %I.%I add constraint %I %s', :schema, :table, conname, pg_get_constraintdef(oid))
        from pg_constraint where conrelid = cast(:original as regclass) and contype = 'p'
        """;

    // The index gets its name in the schema of its table, which stands once in the definition, before any expression.
    private static final String INDEXES = """
        select regexp_replace(pg_get_indexdef(i.indexrelid), ' ON .*? USING ', format(' ON %I.%I USING ', :schema, :table))
        from pg_index i where i.indrelid = cast(:original as regclass) and not i.indisprimary
        """;

    private static final String OWNER = """
        select format('alter table %I.%I owner to %I', :schema, :table, pg_get_userbyid(relowner))
        from pg_class where oid = cast(:original as regclass)
        """;

    private static final String GRANTS = """
        select format('grant %s on %I.%I to %s', a.privilege_type, :schema, :table,
                      case when a.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end)
        from pg_class c, aclexplode(c.relacl) a where c.oid = cast(:original as regclass)
        """;

    private static final String COLUMNS = """
        select coalesce(string_agg(format('%s %s', attname, format_type(atttypid, atttypmod)), ', ' order by attnum), '')
        from pg_attribute where attrelid = cast(:original as regclass) and attnum > 0 and not attisdropped
        """;

    private final List<String> tables;
    private final String schema;
    private final String home;

    /** @param home the schema where the tables are served */
    RebuiltTables(TailModel model, String home) {
        this.tables = model.tables();
        this.schema = "rebuild_" + model.name();
        this.home = home;
    }

    /** Makes them, empty and with their primary keys alone; what an earlier attempt left is gone. */
    void make(Handle handle) {
        handle.execute("drop schema if exists " + schema + " cascade");
        handle.execute("create schema " + schema);
        for (var table : tables) {
            handle.execute("create table %s.%s (like %s.%s including all excluding indexes)"
                    .formatted(schema, table, home, table));
            run(handle, PRIMARY_KEYS, table);
        }
    }

    /** Makes the names of their tables mean these, on this connection. */
    static void use(Handle handle, List<RebuiltTables> models) {
        var schemas = models.stream().map(each -> each.schema).collect(Collectors.joining(", "));
        handle.execute("set search_path = " + schemas + ", " + models.getFirst().home);
    }

    /** Makes the rest of the indexes. */
    void index(Handle handle) {
        tables.forEach(table -> run(handle, INDEXES, table));
        tables.forEach(table -> handle.execute("vacuum (analyze) " + schema + "." + table));
    }

    /**
     * Puts them in the place of those that are served, within a transaction that holds up whoever reads these.
     *
     * @throws IllegalStateException if those have other columns by now
     */
    void takePlace(Handle transaction) {
        var all = tables.stream().map(table -> home + "." + table).toList();
        transaction.execute("lock table " + String.join(", ", all) + " in access exclusive mode");
        for (var table : tables) {
            if (!columns(transaction, schema, table).equals(columns(transaction, home, table))) {
                throw new IllegalStateException("the table " + table + " was changed meanwhile: begin again");
            }
            run(transaction, OWNER, table);
            run(transaction, GRANTS, table);
            transaction.execute("drop table " + home + "." + table);
            transaction.execute("alter table %s.%s set schema %s".formatted(schema, table, home));
        }
        transaction.execute("drop schema " + schema);
    }

    private static String columns(Handle handle, String schema, String table) {
        return handle.createQuery(COLUMNS)
                .bind("original", schema + "." + table)
                .mapTo(String.class)
                .one();
    }

    private void run(Handle handle, String statements, String table) {
        handle.createQuery(statements)
                .bind("original", home + "." + table)
                .bindMap(Map.of("schema", schema, "table", table))
                .mapTo(String.class)
                .list()
                .forEach(handle::execute);
    }
}

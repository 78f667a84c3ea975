package sluice.journal;

import org.jdbi.v3.core.Handle;

/**
 * Which database this is. Offsets of the tail are transaction ids, and mean nothing, or something else, in a copy restored
 * from a backup: the tail runs only where the stored identity is the database's own.
 *
 * @param systemIdentifier given to a cluster of databases when it is made
 * @param timeline counts its restores and promotions
 */
record TailIdentity(long systemIdentifier, long timeline) {

    private static final String SQL = """
        select k.system_identifier as known_system, k.timeline as known_timeline, c.system_identifier as system,
               ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::bigint as timeline
        from tail_identity k, pg_control_system() c
        """;

    /**
     * Makes sure that the database behind {@code handle} is the one whose tail was read so far.
     *
     * @throws RestoredDatabase if it is a restored or promoted copy
     */
    static void verify(Handle handle) {
        var pair = handle.createQuery(SQL)
                .map((row, context) -> new Pair(
                        new TailIdentity(row.getLong("known_system"), row.getLong("known_timeline")),
                        new TailIdentity(row.getLong("system"), row.getLong("timeline"))))
                .one();
        if (!pair.known().equals(pair.actual())) {
            throw new RestoredDatabase(pair.known(), pair.actual());
        }
    }

    /** Makes the database behind {@code handle} the one whose tail is read; returns the one it was so far. */
    static TailIdentity adopt(Handle handle) {
        var known = handle.createQuery("select system_identifier, timeline from tail_identity for update")
                .map((row, context) -> new TailIdentity(row.getLong(1), row.getLong(2)))
                .one();
        handle.execute("update tail_identity k set system_identifier = now.system, timeline = now.timeline from (" + SQL
                + ") now");
        return known;
    }

    private record Pair(TailIdentity known, TailIdentity actual) {}

    /** The database is not the one whose tail was read so far. */
    static final class RestoredDatabase extends RuntimeException {
        RestoredDatabase(TailIdentity known, TailIdentity actual) {
            super("this database is a restored or promoted copy (system " + actual.systemIdentifier + ", timeline "
                    + actual.timeline + "; the tail was read on system " + known.systemIdentifier + ", timeline "
                    + known.timeline
                    + "): read models stand still. Make sure that the original is not in use any more, stop"
                    + " every node, run sluice.journal.TailRebase on this database, and start again");
        }
    }
}

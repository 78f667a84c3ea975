package sluice.journal;

import org.apache.pekko.projection.ProjectionId;
import org.jdbi.v3.core.Handle;

/** The stored offsets of tails, moved by tools: both columns, see {@link TailHandler}. */
final class TailOffsets {

    private TailOffsets() {}

    /** Locks the offset of a tail, which is made if it never ran, as the tail itself does before it writes. */
    static TailOffset lock(Handle transaction, ProjectionId id) {
        transaction
                .createUpdate("""
                    insert into pekko_projection_offset_store
                        (projection_name, projection_key, current_offset, held_offset, manifest, mergeable, last_updated)
                    values (:name, :key, '0:0', '0:0', 'STR', false, 0) on conflict do nothing
                    """)
                .bind("name", id.name())
                .bind("key", id.key())
                .execute();
        return TailOffset.parse(transaction
                .createQuery("""
                    select held_offset from pekko_projection_offset_store
                    where projection_name = :name and projection_key = :key for update
                    """)
                .bind("name", id.name())
                .bind("key", id.key())
                .mapTo(String.class)
                .one());
    }

    static void move(Handle transaction, ProjectionId id, TailOffset to) {
        transaction
                .createUpdate("""
                    update pekko_projection_offset_store
                    set current_offset = :to, held_offset = :to, last_updated = (extract(epoch from now()) * 1000)::bigint
                    where projection_name = :name and projection_key = :key
                    """)
                .bind("to", to.toString())
                .bind("name", id.name())
                .bind("key", id.key())
                .execute();
    }
}

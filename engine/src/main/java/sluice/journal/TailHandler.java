package sluice.journal;

import org.apache.pekko.projection.ProjectionId;
import org.apache.pekko.projection.jdbc.javadsl.JdbcHandler;

/**
 * Writes a page to its model. A handler that was stopped after it had read a page and resumes while a successor is at work
 * must neither apply the page again nor move the offset back. The library writes {@code current_offset} first, which locks the
 * row; only then is {@code held_offset} compared with where the page began, so of two handlers the second to come sees what
 * the first has committed, and ends.
 */
final class TailHandler extends JdbcHandler<TailPage, TailSession> {

    private final ProjectionId id;
    private final TailModel model;

    TailHandler(ProjectionId id, TailModel model) {
        this.id = id;
        this.model = model;
    }

    @Override
    public void process(TailSession session, TailPage page) {
        int moved = session.handle()
                .createUpdate("""
                    update pekko_projection_offset_store set held_offset = :to
                    where projection_name = :name and projection_key = :key and held_offset = :from
                    """)
                .bind("to", page.to().toString())
                .bind("from", page.from().toString())
                .bind("name", id.name())
                .bind("key", id.key())
                .execute();
        if (moved != 1) {
            throw new OffsetMoved(id, page);
        }
        model.write(session.handle(), page.rows());
    }

    /** Another handler has moved the offset since this one read its page. */
    static final class OffsetMoved extends RuntimeException {
        OffsetMoved(ProjectionId id, TailPage page) {
            super("the tail " + id.name() + " is not at " + page.from() + " any more: another runs it");
        }
    }
}

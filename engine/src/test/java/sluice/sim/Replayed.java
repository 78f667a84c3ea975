package sluice.sim;

import java.util.List;
import sluice.entity.Batch;
import sluice.entity.Entity;
import sluice.entity.EntityKind;
import sluice.entity.EntityRules;
import sluice.entity.Message;

/** Entities of the engine, made of rows. */
final class Replayed {

    private Replayed() {}

    /** The entity after those of {@code rows} that are its own. */
    @SuppressWarnings("unchecked") // rows of an entity hold events of its kind
    static <C extends Message, E, S, A extends Message, R extends Message> Entity<C, E, S, A, R> of(
            String persistenceId, EntityRules<C, E, S, A, R> rules, List<Row> rows) {
        var kind = EntityKind.ofPersistenceId(persistenceId);
        var entity = new Entity<>(kind, kind.idIn(persistenceId), rules);
        for (var row : rows) {
            if (row.persistenceId().equals(persistenceId)) {
                entity.apply((Batch<E>) row.batch());
            }
        }
        return entity;
    }
}

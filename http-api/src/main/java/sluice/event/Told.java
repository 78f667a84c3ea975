package sluice.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.event.EventModel.Decoded;

/** What is told of an event of the journal, without its envelope. */
record Told(EventType type, Map<String, Object> data) {

    /**
     * In its envelope; its sequence is the row's.
     *
     * @param index of the event in its row
     * @param subject of what kind its entity is
     * @param account whose event it is; null where it is nobody's
     */
    NewEvent of(Decoded row, int index, String subject, @Nullable String account) {
        var id = EventId.of(row.persistenceId(), row.sequence(), index, type.wireName());
        var at = row.batch().at();
        var body = EventBody.of(id, type, at, row.sequence(), data);
        return new NewEvent(id, type, subject + "/" + row.id(), account, row.sequence(), at, body);
    }
}

package sluice.placement;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sluice.entity.EntitySharding;
import sluice.entity.Message;
import sluice.entity.Request;

/**
 * What a desk has to tell the entities of one kind, until it is sent: what goes to one entity goes as one message, in the order in
 * which it was put here.
 */
final class Outbox<C extends Message, A extends Message, R extends Message> {

    private static final int MAX_TOGETHER = 1_000; // a few hundred bytes each, well below the cluster's frame of 2 MiB

    private final EntitySharding<C, A, R> entities;
    private final Map<String, List<Request<C, A, R>>> held = new LinkedHashMap<>();

    Outbox(EntitySharding<C, A, R> entities) {
        this.entities = entities;
    }

    void put(String entity, Request<C, A, R> request) {
        var together = held.computeIfAbsent(entity, first -> new ArrayList<>(1));
        together.add(request);
        if (together.size() == MAX_TOGETHER) {
            held.remove(entity);
            entities.tellAll(entity, together);
        }
    }

    void send() {
        held.forEach(entities::tellAll);
        held.clear();
    }
}

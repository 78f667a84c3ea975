package sluice.sim;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.entity.Decision;
import sluice.entity.EntityRules;
import sluice.entity.Message;

/** Rules that do what others do, but for what a subclass does otherwise. */
class RulesAround<C extends Message, E, S, A extends Message, R extends Message> implements EntityRules<C, E, S, A, R> {

    private final EntityRules<C, E, S, A, R> rules;

    RulesAround(EntityRules<C, E, S, A, R> rules) {
        this.rules = rules;
    }

    @Override
    public S initial(String id) {
        return rules.initial(id);
    }

    @Override
    public Decision<E, R> decide(S state, C command, Instant now) {
        return rules.decide(state, command, now);
    }

    @Override
    public S apply(S state, E event, Instant at) {
        return rules.apply(state, event, at);
    }

    @Override
    public A answer(S state, C command) {
        return rules.answer(state, command);
    }

    @Override
    public A view(S state) {
        return rules.view(state);
    }

    @Override
    public @Nullable Long revision(S state, C command) {
        return rules.revision(state, command);
    }

    @Override
    public List<E> merge(List<E> deferred) {
        return rules.merge(deferred);
    }

    @Override
    public Object snapshot(S state) {
        return rules.snapshot(state);
    }

    @Override
    public S restore(String id, Object snapshot) {
        return rules.restore(id, snapshot);
    }

    @Override
    public boolean isVoid(S state) {
        return rules.isVoid(state);
    }

    @Override
    public long eventsBetweenSnapshots(S state) {
        return rules.eventsBetweenSnapshots(state);
    }
}

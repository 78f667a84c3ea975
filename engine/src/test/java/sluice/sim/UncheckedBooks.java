package sluice.sim;

import java.time.Instant;
import sluice.entity.EntityRules;
import sluice.entity.Message;

/** Rules of states that do not check their own books: a mistake must be found from outside. */
class UncheckedBooks<C extends Message, E, S, A extends Message, R extends Message> extends RulesAround<C, E, S, A, R> {

    UncheckedBooks(EntityRules<C, E, S, A, R> rules) {
        super(rules);
    }

    @Override
    public S apply(S state, E event, Instant at) {
        try {
            return super.apply(state, event, at);
        } catch (IllegalStateException contradiction) {
            return state;
        }
    }
}

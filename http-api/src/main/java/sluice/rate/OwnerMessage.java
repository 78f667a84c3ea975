package sluice.rate;

import org.apache.pekko.actor.typed.ActorRef;
import sluice.entity.Message;

/** To the owner of a key's bucket. */
sealed interface OwnerMessage {

    /**
     * From a node. One that only gives back is not answered.
     *
     * @param number is told again with the answer
     */
    record Ask(Wish wish, long number, ActorRef<NodeMessage> replyTo) implements OwnerMessage, Message {}

    /** From the owner to itself. */
    enum Local implements OwnerMessage {
        /** See whether anybody still needs you. */
        LOOK,
        /** Leave: another node becomes the owner, or nobody needs one. */
        STOP
    }
}

package sluice.entity;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * A command on its way to an entity.
 *
 * @param ifVersion the client-visible version the caller expects, where it expects one
 * @param deadline after which it is not decided any more
 * @param tag comes back in the reply
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Request<C extends Message, A extends Message, R extends Message>(
        C command, Origin origin, @Nullable Long ifVersion, Instant deadline, String tag, ActorRef<Reply<A, R>> replyTo)
        implements EntityMessage, Message {}

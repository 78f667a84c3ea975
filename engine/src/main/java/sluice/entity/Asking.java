package sluice.entity;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Asks entities of one kind, wherever they are.
 *
 * @param <C> commands
 * @param <A> answers
 * @param <R> rejections
 */
@FunctionalInterface
public interface Asking<C extends Message, A extends Message, R extends Message> {

    /** Asks the entity {@code id}; no answer in time is {@link Outcome.Unknown}, and so the stage never fails. */
    CompletionStage<Outcome<A, R>> ask(String id, C command, Origin origin, @Nullable Long ifVersion);
}

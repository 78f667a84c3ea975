package sluice.sim;

import java.util.function.Consumer;
import org.apache.pekko.actor.ActorPath;
import org.apache.pekko.actor.typed.ActorRef;

/** Where an answer goes in a life without an actor system. */
record Ref<T>(Consumer<? super T> receiver) implements ActorRef<T> {

    private static final Ref<Object> NOBODY = new Ref<>(message -> {});

    static <T> ActorRef<T> nobody() {
        return NOBODY.narrow();
    }

    @Override
    public void tell(T message) {
        receiver.accept(message);
    }

    @Override
    @SuppressWarnings("unchecked") // who takes every T takes every U
    public <U extends T> ActorRef<U> narrow() {
        return (ActorRef<U>) this;
    }

    @Override
    @SuppressWarnings("unchecked") // unsafe, as its name says
    public <U> ActorRef<U> unsafeUpcast() {
        return (ActorRef<U>) this;
    }

    @Override
    public ActorPath path() {
        throw new UnsupportedOperationException("a simulated reference has no path");
    }

    @Override
    public int compareTo(ActorRef<?> other) {
        return Integer.compare(hashCode(), other.hashCode());
    }
}

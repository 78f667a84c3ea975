package sluice.endpoint;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that is due now and then, on threads that have other things to do: while it lasts it is not begun again, so that one that takes long
 * takes one of them.
 */
final class Chore {

    private static final Logger LOG = LoggerFactory.getLogger(Chore.class);

    private final Executor threads;
    private final Runnable work;
    private final AtomicBoolean isBegun = new AtomicBoolean();

    Chore(Executor threads, Runnable work) {
        this.threads = threads;
        this.work = work;
    }

    /** Does it, unless it is being done. */
    void due() {
        if (isBegun.compareAndSet(false, true)) {
            try {
                threads.execute(this::run);
            } catch (RejectedExecutionException stopped) {
                isBegun.set(false);
            }
        }
    }

    private void run() {
        try {
            work.run();
        } catch (RuntimeException unanswered) {
            LOG.warn("The tables of webhooks cannot be read or swept just now: {}", unanswered.toString());
        } finally {
            isBegun.set(false);
        }
    }
}

package sluice.node;

import java.time.Duration;
import java.util.Optional;

/** Notices the end of the process that started this one, which then becomes the child of another. */
final class ParentWatch {
    private static final Duration POLL = Duration.ofMillis(250);

    private ParentWatch() {}

    /** Runs the action once when the parent of now is the parent no more. A process without a parent has none to lose. */
    static void onEnd(Runnable action) {
        var parent = parent();
        if (parent.isEmpty()) {
            return;
        }
        Thread.ofPlatform().daemon().name("parent-watch").start(() -> {
            while (parent().equals(parent)) {
                try {
                    Thread.sleep(POLL);
                } catch (InterruptedException e) {
                    return;
                }
            }
            action.run();
        });
    }

    private static Optional<Long> parent() {
        return ProcessHandle.current().parent().map(ProcessHandle::pid);
    }
}

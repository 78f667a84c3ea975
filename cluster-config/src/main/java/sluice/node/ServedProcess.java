package sluice.node;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process of a node that owns it. SIGTERM, SIGINT or the end of the parent process stop the node; a node that stopped for
 * another reason, such as being downed by its cluster, ends the process with status 1. What does not stop in time is ended by force.
 */
final class ServedProcess {
    private static final Logger log = LoggerFactory.getLogger(ServedProcess.class);

    private final Duration stopTimeout;
    private final CompletableFuture<Node> start = new CompletableFuture<>();
    private final AtomicBoolean asked = new AtomicBoolean();

    private ServedProcess(Duration stopTimeout) {
        this.stopTimeout = stopTimeout;
    }

    /** Called before anything is started, so that a signal during the start is heeded as well. */
    static ServedProcess begin(NodeSettings settings) {
        var process = new ServedProcess(settings.stopTimeout());
        Runtime.getRuntime().addShutdownHook(new Thread(process::stopNode, "node-stop"));
        if (settings.stopWithParent()) {
            ParentWatch.onEnd(() -> {
                log.info("The process that started this node has ended");
                process.asked.set(true);
                process.forceLater();
                System.exit(0); // runs the hook
            });
        }
        return process;
    }

    void started(Node node) {
        CoordinatedShutdown.get(node.system())
                .addTask(CoordinatedShutdown.PhaseBeforeServiceUnbind(), "force-later", () -> {
                    forceLater();
                    return CompletableFuture.completedFuture(Done.done());
                });
        node.stopped().whenComplete((done, failure) -> exit(node)).exceptionally(failure -> {
            log.error("The process cannot end", failure);
            return Done.done();
        });
        start.complete(node);
    }

    /** Unless the process ends already. */
    private void exit(Node node) {
        if (asked.compareAndSet(false, true)) {
            var wanted = node.stopWasAsked();
            if (!wanted) {
                log.error("The node has lost its cluster and ends");
            }
            System.exit(wanted ? 0 : 1);
        }
    }

    void failed() {
        asked.set(true);
        start.completeExceptionally(new StartFailed("The node did not start."));
    }

    private void stopNode() {
        asked.set(true);
        forceLater();
        try {
            start.get(stopTimeout.toMillis(), TimeUnit.MILLISECONDS).stop();
        } catch (ExecutionException | TimeoutException e) {
            log.debug("Nothing to stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void forceLater() {
        Thread.ofPlatform().daemon().name("node-force").start(() -> {
            try {
                Thread.sleep(stopTimeout);
            } catch (InterruptedException e) {
                return;
            }
            Runtime.getRuntime().halt(1);
        });
    }
}

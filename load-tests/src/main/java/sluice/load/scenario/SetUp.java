package sluice.load.scenario;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import sluice.load.client.Crowd;
import sluice.load.client.OrderContent;
import sluice.load.client.SetUpLog;
import sluice.load.client.Target;
import sluice.load.client.Target.NotServed;

/** Defines what the clients will order, several things at a time; each is asked for until it is done. */
final class SetUp {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Target target;
    private final SetUpLog log;
    private final int atOnce;
    private final List<Runnable> acts = new ArrayList<>();

    SetUp(Target target, SetUpLog log, int atOnce) {
        this.target = target;
        this.log = log;
        this.atOnce = atOnce;
    }

    SetUp sku(String sku, String name, long received, String key) {
        acts.add(() -> {
            target.defineSku(sku, name);
            if (received > 0) {
                target.receive(sku, received, key);
                log.append(new SetUpLog.Act(SetUpLog.Kind.RECEIPT, sku, received, key));
            }
        });
        return this;
    }

    SetUp account(String account, BigDecimal limit, String currency) {
        acts.add(() -> {
            target.defineAccount(account, account, limit, currency);
            log.append(
                    new SetUpLog.Act(SetUpLog.Kind.ACCOUNT, account, OrderContent.minorUnits(limit, currency), null));
        });
        return this;
    }

    /** @throws NotServed if something is still not done after a minute */
    void carryOut() throws InterruptedException {
        sideBySide(acts, atOnce);
    }

    /** Does each, {@code atOnce} at a time, again and again until it is done. */
    static void sideBySide(List<? extends Runnable> acts, int atOnce) throws InterruptedException {
        var jobs = new ArrayList<Callable<Void>>();
        for (int worker = 0; worker < atOnce; worker++) {
            int first = worker;
            jobs.add(() -> {
                for (int i = first; i < acts.size(); i += atOnce) {
                    insist(acts.get(i));
                }
                return null;
            });
        }
        Crowd.runAll(jobs);
    }

    private static void insist(Runnable act) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                act.run();
                return;
            } catch (NotServed e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.sleep(PAUSE);
            }
        }
    }
}

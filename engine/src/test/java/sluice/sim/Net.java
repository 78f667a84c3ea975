package sluice.sim;

import sluice.sim.Fault.Message;

/** Carries messages between actors. Between two nodes they keep their order, unless one is delayed. */
final class Net {

    private static final int MAX_NODES = 8;

    private final World world;
    private final long[] lastArrival = new long[MAX_NODES * MAX_NODES];

    Net(World world) {
        this.world = world;
    }

    /** @param arrives what the receiver makes of it; it may come twice, or never */
    void send(SimNode from, SimNode to, Message message, Runnable arrives) {
        boolean remote = from != to;
        if (remote && (from.isCutOff() || to.isCutOff())) {
            return;
        }
        long now = world.clock.nowMicros();
        var mishap = world.troubles.onMessage(message);
        if (mishap == null || (mishap.mishap() == Fault.Mishap.DUPLICATED && !mayRepeat(message))) {
            deliver(to, remote ? inOrder(from, to, now) : now + 1, arrives);
            return;
        }
        long delayMicros = mishap.delayMillis() * 1_000;
        switch (mishap.mishap()) {
            case DROPPED -> world.struck(Troubles.Kind.MESSAGE_DROPPED, () -> "a message is lost: " + message);
            case DUPLICATED -> {
                world.struck(
                        Troubles.Kind.MESSAGE_DUPLICATED,
                        () -> "a message comes twice, " + mishap.delayMillis() + " ms apart: " + message);
                deliver(to, remote ? inOrder(from, to, now) : now + 1, arrives);
                deliver(to, now + delayMicros, arrives);
                world.troubleUntil(now + delayMicros);
            }
            case DELAYED -> {
                world.struck(
                        Troubles.Kind.MESSAGE_DELAYED,
                        () -> "a message is under way for " + mishap.delayMillis() + " ms: " + message);
                deliver(to, now + delayMicros, arrives);
                world.troubleUntil(now + delayMicros);
            }
        }
    }

    /** Pekko delivers a message once at most; what may come twice is what the engine itself may send twice. */
    private static boolean mayRepeat(Message message) {
        return message != Message.PLACE && message != Message.COMMAND;
    }

    private long inOrder(SimNode from, SimNode to, long now) {
        int channel = from.index() * MAX_NODES + to.index();
        long arrival = Math.max(lastArrival[channel], now + world.dice.between(Dice.Kind.LATENCY, 100, 1_500));
        lastArrival[channel] = arrival;
        return arrival;
    }

    private void deliver(SimNode to, long atMicros, Runnable arrives) {
        to.at(atMicros, arrives);
    }
}

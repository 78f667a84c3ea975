package sluice.sim;

import java.util.ArrayList;
import java.util.List;
import sluice.sim.Fault.AtPoint;
import sluice.sim.Fault.DatabaseDown;
import sluice.sim.Fault.Harm;
import sluice.sim.Fault.Message;
import sluice.sim.Fault.Mishap;
import sluice.sim.Fault.Moved;
import sluice.sim.Fault.NodeCutOff;
import sluice.sim.Fault.NodeKilled;
import sluice.sim.Fault.NodePaused;
import sluice.sim.Fault.OfMessage;
import sluice.sim.Fault.OfRead;
import sluice.sim.Fault.OfWrite;
import sluice.sim.Fault.Point;
import sluice.sim.Fault.Read;
import sluice.sim.Fault.SnapshotLost;
import sluice.sim.Fault.Write;
import sluice.sim.Fault.WriteMishap;

/** What goes wrong in a made life: messages and writes in most, a node or the database in about every third. */
final class FaultMaker {

    private static final List<Message> MESSAGES = List.of(Message.values());
    private static final List<Mishap> MISHAPS = List.of(Mishap.values());
    private static final List<WriteMishap> WRITE_MISHAPS = List.of(WriteMishap.values());
    private static final List<Read> READS = List.of(Read.values());
    private static final List<Point> POINTS = List.of(Point.values());

    private static final long MESSAGE_LATE_MILLIS = 20_000;
    private static final long WRITE_LATE_MILLIS = 5_000;
    private static final long LEAST_OUTAGE_MILLIS = 1_000;
    private static final long MOST_OUTAGE_MILLIS = 40_000;

    private final LifeDice dice;
    private final Stage stage;
    private final int nodes;
    private final List<Act> acts;

    FaultMaker(LifeDice dice, Stage stage, int nodes, List<Act> acts) {
        this.dice = dice;
        this.stage = stage;
        this.nodes = nodes;
        this.acts = acts;
    }

    List<Fault> make() {
        int count = dice.between(2, 6);
        var faults = new ArrayList<Fault>(count);
        while (faults.size() < count) {
            var fault = any();
            if (faults.stream().noneMatch(other -> isOfSame(fault, other))) {
                faults.add(fault);
            }
        }
        return faults;
    }

    private Fault any() {
        return switch (dice.weighted(40, 22, 7, 12, 2, 2, 2, 2, 7, 4)) {
            case 0 -> ofMessage();
            case 1 -> ofWrite();
            case 2 -> {
                var read = dice.pick(READS);
                yield new OfRead(read, nth(mostOf(read)));
            }
            case 3 -> atPoint();
            case 4 -> new NodeKilled(node(), whileAtWork(), outage());
            case 5 -> new NodePaused(node(), whileAtWork(), outage());
            case 6 -> new NodeCutOff(node(), whileAtWork(), outage());
            case 7 -> new DatabaseDown(whileAtWork(), outage());
            case 8 -> new Moved(stage.slot(dice), node(), whileAtWork());
            default -> new SnapshotLost(nth(6));
        };
    }

    private Fault ofMessage() {
        var message = dice.pick(MESSAGES);
        var mishap = dice.pick(MISHAPS);
        long delay = mishap == Mishap.DROPPED ? 0 : dice.logUniform(1, MESSAGE_LATE_MILLIS);
        return new OfMessage(message, nth(mostOf(message)), mishap, delay);
    }

    private Fault ofWrite() {
        var write = dice.percent(60) ? Write.ROW : Write.BIRTH;
        var mishap = dice.pick(WRITE_MISHAPS);
        boolean late = mishap == WriteMishap.COMMITS_LATE || mishap == WriteMishap.SLOW;
        return new OfWrite(write, nth(mostOf(write)), mishap, late ? dice.logUniform(1, WRITE_LATE_MILLIS) : 0);
    }

    private Fault atPoint() {
        var point = dice.pick(POINTS);
        var harm = dice.percent(70) ? Harm.ACTOR_ENDS : dice.percent(50) ? Harm.NODE_KILLED : Harm.NODE_PAUSED;
        return new AtPoint(point, nth(mostOf(point)), harm, harm == Harm.ACTOR_ENDS ? 0 : outage());
    }

    private int nth(int most) {
        return dice.between(1, most);
    }

    private int node() {
        return dice.between(0, nodes - 1);
    }

    private long outage() {
        return dice.logUniform(LEAST_OUTAGE_MILLIS, MOST_OUTAGE_MILLIS);
    }

    /** Shortly after something was asked. */
    private long whileAtWork() {
        return dice.pick(acts).atMillis() + dice.logUniform(1, 2_000);
    }

    /** How many of them a life has, about. */
    private static int mostOf(Message message) {
        return switch (message) {
            case SELF, ANSWER -> 12;
            case CLAIM, GRANT, COMMAND -> 9;
            case PLACE, VOUCH -> 6;
            case EFFECT, EFFECT_DONE -> 5;
            case PLEDGE, RELEASE -> 4;
            case EXISTENCE -> 3;
        };
    }

    private static int mostOf(Write write) {
        return switch (write) {
            case ROW -> 12;
            case BIRTH -> 4;
        };
    }

    private static int mostOf(Read read) {
        return switch (read) {
            case RECOVERY, TAIL -> 12;
            case FIRST_EVENT, REFERENCES, RECENT -> 4;
        };
    }

    private static int mostOf(Point point) {
        return switch (point) {
            case BEFORE_PERSIST, PERSISTED, ANSWERED -> 12;
            case CLAIMS_GRANTED, BIRTH_SENT, BIRTH_COMMITTED, EFFECT_PERSISTED -> 4;
        };
    }

    /** Whether both would befall the same: then nobody could tell what becomes of it. */
    static boolean isOfSame(Fault one, Fault other) {
        return switch (one) {
            case OfMessage(var message, var nth, var mishap, var delay) ->
                other instanceof OfMessage that && that.message() == message && that.nth() == nth;
            case OfWrite(var write, var nth, var mishap, var delay) ->
                other instanceof OfWrite that && that.write() == write && that.nth() == nth;
            case AtPoint(var point, var nth, var harm, var millis) ->
                other instanceof AtPoint that && that.point() == point && that.nth() == nth;
            case OfRead read -> read.equals(other);
            case SnapshotLost snapshot -> snapshot.equals(other);
            case NodeKilled killed -> killed.equals(other);
            case NodePaused paused -> paused.equals(other);
            case NodeCutOff cutOff -> cutOff.equals(other);
            case DatabaseDown down -> down.equals(other);
            case Moved moved -> moved.equals(other);
        };
    }
}

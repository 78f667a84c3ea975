package sluice.sim;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import sluice.sim.Fault.AtPoint;
import sluice.sim.Fault.DatabaseDown;
import sluice.sim.Fault.Harm;
import sluice.sim.Fault.Moved;
import sluice.sim.Fault.NodeCutOff;
import sluice.sim.Fault.NodeKilled;
import sluice.sim.Fault.NodePaused;
import sluice.sim.Fault.OfMessage;
import sluice.sim.Fault.OfRead;
import sluice.sim.Fault.OfWrite;
import sluice.sim.Fault.SnapshotLost;

/** Lives in which one fault is simpler: sooner, shorter, at a rounder time. */
final class SimplerFault {

    /** Of a fault that is counted. */
    private static final long NO_TIME = -1;

    private SimplerFault() {}

    /** @param index the fault's place among the faults */
    static Stream<Life> simpler(Life life, int index) {
        var fault = life.faults().get(index);
        return Stream.concat(
                        Stream.concat(simpler(fault), Stream.of(withNode(fault, 0))),
                        SimplerTimes.earlier(atMillis(fault), 0).mapToObj(at -> at(fault, at)))
                .filter(simpler -> IntStream.range(0, life.faults().size())
                        .noneMatch(other -> other != index
                                && FaultMaker.isOfSame(simpler, life.faults().get(other))))
                .map(simpler -> SimplerLife.with(life, life.acts(), Simpler.with(life.faults(), index, simpler)));
    }

    private static Stream<Fault> simpler(Fault fault) {
        return switch (fault) {
            case OfMessage(var message, var nth, var mishap, var delay) ->
                Stream.concat(
                        nths(nth).mapToObj(fewer -> new OfMessage(message, fewer, mishap, delay)),
                        Simpler.millis(delay).mapToObj(less -> new OfMessage(message, nth, mishap, less)));
            case OfWrite(var write, var nth, var mishap, var delay) ->
                Stream.concat(
                        nths(nth).mapToObj(fewer -> new OfWrite(write, fewer, mishap, delay)),
                        Simpler.millis(delay).mapToObj(less -> new OfWrite(write, nth, mishap, less)));
            case OfRead(var read, var nth) -> nths(nth).mapToObj(fewer -> new OfRead(read, fewer));
            case AtPoint(var point, var nth, var harm, var millis) ->
                Stream.concat(
                        Stream.concat(
                                Stream.of(new AtPoint(point, nth, Harm.ACTOR_ENDS, 0)),
                                nths(nth).mapToObj(fewer -> new AtPoint(point, fewer, harm, millis))),
                        Simpler.millis(millis).mapToObj(less -> new AtPoint(point, nth, harm, less)));
            case SnapshotLost(var nth) -> nths(nth).mapToObj(SnapshotLost::new);
            case NodeKilled(var node, var at, var millis) ->
                Simpler.millis(millis).mapToObj(less -> new NodeKilled(node, at, less));
            case NodePaused(var node, var at, var millis) ->
                Simpler.millis(millis).mapToObj(less -> new NodePaused(node, at, less));
            case NodeCutOff(var node, var at, var millis) ->
                Simpler.millis(millis).mapToObj(less -> new NodeCutOff(node, at, less));
            case DatabaseDown(var at, var millis) ->
                Simpler.millis(millis).mapToObj(less -> new DatabaseDown(at, less));
            case Moved moved -> Stream.of();
        };
    }

    private static IntStream nths(int nth) {
        return Simpler.number(nth, 1).mapToInt(Math::toIntExact);
    }

    /** Zero for a fault that is not of a certain node. */
    static int nodeOf(Fault fault) {
        return switch (fault) {
            case NodeKilled killed -> killed.node();
            case NodePaused paused -> paused.node();
            case NodeCutOff cutOff -> cutOff.node();
            case Moved moved -> moved.node();
            case OfMessage message -> 0;
            case OfWrite write -> 0;
            case OfRead read -> 0;
            case AtPoint point -> 0;
            case DatabaseDown down -> 0;
            case SnapshotLost snapshot -> 0;
        };
    }

    static Fault withNode(Fault fault, int node) {
        return switch (fault) {
            case NodeKilled killed -> new NodeKilled(node, killed.atMillis(), killed.forMillis());
            case NodePaused paused -> new NodePaused(node, paused.atMillis(), paused.forMillis());
            case NodeCutOff cutOff -> new NodeCutOff(node, cutOff.atMillis(), cutOff.forMillis());
            case Moved moved -> new Moved(moved.slot(), node, moved.atMillis());
            case OfMessage message -> message;
            case OfWrite write -> write;
            case OfRead read -> read;
            case AtPoint point -> point;
            case DatabaseDown down -> down;
            case SnapshotLost snapshot -> snapshot;
        };
    }

    /** When the fault comes; below zero for one that is counted. */
    static long atMillis(Fault fault) {
        return switch (fault) {
            case NodeKilled killed -> killed.atMillis();
            case NodePaused paused -> paused.atMillis();
            case NodeCutOff cutOff -> cutOff.atMillis();
            case DatabaseDown down -> down.atMillis();
            case Moved moved -> moved.atMillis();
            case OfMessage message -> NO_TIME;
            case OfWrite write -> NO_TIME;
            case OfRead read -> NO_TIME;
            case AtPoint point -> NO_TIME;
            case SnapshotLost snapshot -> NO_TIME;
        };
    }

    static Fault at(Fault fault, long atMillis) {
        return switch (fault) {
            case NodeKilled killed -> new NodeKilled(killed.node(), atMillis, killed.forMillis());
            case NodePaused paused -> new NodePaused(paused.node(), atMillis, paused.forMillis());
            case NodeCutOff cutOff -> new NodeCutOff(cutOff.node(), atMillis, cutOff.forMillis());
            case DatabaseDown down -> new DatabaseDown(atMillis, down.forMillis());
            case Moved moved -> new Moved(moved.slot(), moved.node(), atMillis);
            case OfMessage message -> message;
            case OfWrite write -> write;
            case OfRead read -> read;
            case AtPoint point -> point;
            case SnapshotLost snapshot -> snapshot;
        };
    }
}

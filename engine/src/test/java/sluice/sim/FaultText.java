package sluice.sim;

import java.util.Locale;
import sluice.sim.Fault.AtPoint;
import sluice.sim.Fault.DatabaseDown;
import sluice.sim.Fault.Harm;
import sluice.sim.Fault.Message;
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

/** What goes wrong, in words; when, only for what is counted, by its number. */
final class FaultText {

    private FaultText() {}

    static String of(Fault fault) {
        return switch (fault) {
            case OfMessage message ->
                "the " + nth(message.nth()) + " " + of(message.message()) + " " + becomes(message);
            case OfWrite write -> "the " + nth(write.nth()) + " write of " + of(write.write()) + " " + becomes(write);
            case OfRead(var read, var nth) -> "the " + nth(nth) + " reading of " + of(read) + " fails";
            case AtPoint(var point, var nth, var harm, var millis) ->
                harm(harm) + " " + of(point) + ", the " + nth(nth) + " time" + goesOn(harm, millis);
            case NodeKilled(var node, var at, var millis) ->
                "node " + node + " is killed and starts again after " + seconds(millis);
            case NodePaused(var node, var at, var millis) ->
                "node " + node + " stands still and goes on after " + seconds(millis);
            case NodeCutOff(var node, var at, var millis) ->
                "node " + node + " is cut off from the other nodes for " + seconds(millis);
            case DatabaseDown(var at, var millis) -> "the database is killed and starts again after " + seconds(millis);
            case Moved(var slot, var node, var at) -> "the shard of slot " + slot + " is handed over to node " + node;
            case SnapshotLost(var nth) -> "the " + nth(nth) + " snapshot is lost, and nobody is told";
        };
    }

    private static String becomes(OfMessage fault) {
        return switch (fault.mishap()) {
            case DROPPED -> "is lost";
            case DUPLICATED -> "comes twice, the second time " + seconds(fault.delayMillis()) + " later";
            case DELAYED -> "comes " + seconds(fault.delayMillis()) + " late";
        };
    }

    private static String becomes(OfWrite fault) {
        return switch (fault.mishap()) {
            case LOST -> "is lost";
            case ANSWER_LOST -> "commits, and nobody is told";
            case COMMITS_LATE -> "is given up and commits all the same, " + seconds(fault.delayMillis()) + " late";
            case SLOW -> "commits " + seconds(fault.delayMillis()) + " late";
            case REFUSED -> "is refused by the database";
            case NOT_SENT -> "is not sent";
        };
    }

    private static String of(Message message) {
        return switch (message) {
            case CLAIM -> "claim";
            case PLEDGE -> "pledge";
            case GRANT -> "grant";
            case RELEASE -> "release";
            case VOUCH -> "vouching";
            case EFFECT -> "effect";
            case EFFECT_DONE -> "word that an effect is done";
            case EXISTENCE -> "question whether an order exists";
            case PLACE -> "placement on its way to a desk";
            case COMMAND -> "command on its way to an entity";
            case ANSWER -> "answer to a client";
            case SELF -> "message of an actor to itself";
        };
    }

    private static String of(Write write) {
        return switch (write) {
            case ROW -> "a row";
            case BIRTH -> "a birth";
        };
    }

    private static String of(Read read) {
        return switch (read) {
            case RECOVERY -> "a recovery";
            case FIRST_EVENT -> "a first event";
            case REFERENCES -> "references";
            case RECENT -> "what is recent";
            case TAIL -> "the tail";
        };
    }

    private static String of(Point point) {
        return switch (point) {
            case BEFORE_PERSIST -> "before a row is sent";
            case PERSISTED -> "when a row is written and nobody is told";
            case ANSWERED -> "when an answer is sent";
            case CLAIMS_GRANTED -> "when a placement has its grants";
            case BIRTH_SENT -> "when a birth is sent";
            case BIRTH_COMMITTED -> "when a birth is written and nobody is told";
            case EFFECT_PERSISTED -> "when an effect is written and no target is told";
        };
    }

    private static String harm(Harm harm) {
        return switch (harm) {
            case ACTOR_ENDS -> "the actor ends";
            case NODE_KILLED -> "the node is killed";
            case NODE_PAUSED -> "the node stands still";
        };
    }

    private static String goesOn(Harm harm, long millis) {
        return switch (harm) {
            case ACTOR_ENDS -> "";
            case NODE_KILLED -> ", and starts again after " + seconds(millis);
            case NODE_PAUSED -> ", and goes on after " + seconds(millis);
        };
    }

    private static String nth(int number) {
        int teen = number % 100 / 10;
        return number
                + (teen == 1
                        ? "th"
                        : switch (number % 10) {
                            case 1 -> "st";
                            case 2 -> "nd";
                            case 3 -> "rd";
                            default -> "th";
                        });
    }

    static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.3f s", millis / 1_000.0);
    }
}

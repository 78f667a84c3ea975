package sluice.sim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import sluice.account.AccountCommand;
import sluice.entity.EntityKind;
import sluice.entity.Message;
import sluice.entity.Origin;
import sluice.entity.Outcome;
import sluice.entity.Request;
import sluice.order.OrderCommand;
import sluice.stock.StockCommand;

/** What could go wrong between a request, the entity that judges it, and its row. */
final class BugsOfEntities {

    private BugsOfEntities() {}

    static List<PlantedBug> all() {
        return List.of(
                new PlantedBug(
                        "keys are forgotten",
                        "what is adjusted, paid or shipped is judged without its idempotency key, and so a retry is"
                                + " taken for new",
                        OneEffectPerRequest.class,
                        new WithoutKeys()),
                new PlantedBug(
                        "rows are not fenced",
                        "the journal takes a row where another stands",
                        OneWriterPerRun.class,
                        new Parts() {
                            @Override
                            boolean rowsAreFenced() {
                                return false;
                            }
                        }),
                new PlantedBug(
                        "answered before it is persisted",
                        "an entity answers when it has decided, and persists then",
                        AcknowledgedIsKept.class,
                        new Parts() {
                            @Override
                            boolean answersAfterCommit(EntityKind kind) {
                                return kind != EntityKind.ORDER;
                            }
                        }),
                new PlantedBug(
                        "one writer id for a node",
                        "all journals of a node write under the node's name",
                        OneWriterPerRun.class,
                        new Parts() {
                            @Override
                            String writer(SimNode node, String fresh) {
                                return node.toString();
                            }
                        }),
                new PlantedBug(
                        "unknown is told as not done",
                        "a caller is told that nothing was done when the database did not answer",
                        RefusedMeansNothing.class,
                        new Parts() {
                            @Override
                            <A extends Message, R extends Message> Outcome<A, R> told(Outcome<A, R> outcome) {
                                return outcome instanceof Outcome.Unknown<A, R>(var why)
                                        ? new Outcome.NotDone<>(why)
                                        : outcome;
                            }
                        }),
                new PlantedBug(
                        "unknown is tried again",
                        "an entity judges a request once more when the database did not answer",
                        Set.of(OneEffectPerRequest.class, RefusedMeansNothing.class, AcknowledgedIsKept.class),
                        new Parts() {
                            @Override
                            boolean tellsUnknown(EntityKind kind) {
                                return kind != EntityKind.STOCK;
                            }
                        }),
                new PlantedBug(
                        "a row in doubt is ignored",
                        "an entity that recovers after an unknown outcome does not settle whether the row will come"
                                + " yet",
                        OrderRefusalIsJustified.class,
                        Focus.ROWS_IN_DOUBT,
                        new Parts() {
                            @Override
                            boolean settlesDoubt(EntityKind kind, boolean inDoubt) {
                                return inDoubt && kind != EntityKind.ORDER;
                            }
                        }),
                new PlantedBug(
                        "answers of a batch are mixed up",
                        "of two requests that were judged in one batch each is told what became of the other",
                        AcknowledgedIsKept.class,
                        new Parts() {
                            @Override
                            <A extends Message, R extends Message> List<Outcome<A, R>> outcomes(
                                    List<Outcome<A, R>> outcomes) {
                                var mixed = new ArrayList<>(outcomes);
                                for (int i = 1; i < mixed.size(); i++) {
                                    if (areAlike(mixed.get(i - 1), mixed.get(i))) {
                                        Collections.swap(mixed, i - 1, i);
                                    }
                                }
                                return mixed;
                            }
                        }));
    }

    private static boolean areAlike(Outcome<?, ?> one, Outcome<?, ?> other) {
        return one instanceof Outcome.Done<?, ?>(var first, var again)
                && other instanceof Outcome.Done<?, ?>(var second, var anew)
                && first.getClass() == second.getClass();
    }

    private static final class WithoutKeys extends Parts {

        private static boolean moves(Message command) {
            return command instanceof OrderCommand.Ship
                    || (command instanceof StockCommand.Adjust adjust && adjust.deltaUnits() != 0)
                    || (command instanceof AccountCommand.ReceivePayment payment
                            && !payment.amount().isZero());
        }

        @Override
        <C extends Message, A extends Message, R extends Message> Request<C, A, R> judged(Request<C, A, R> request) {
            if (!moves(request.command())) {
                return request;
            }
            var origin = request.origin();
            return new Request<>(
                    request.command(),
                    new Origin(
                            origin.by(), origin.contact(), origin.channel(), origin.requestId(), origin.cause(), null),
                    request.ifVersion(),
                    request.deadline(),
                    request.tag(),
                    request.replyTo());
        }
    }
}

package sluice.sim;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import sluice.placement.Desk;
import sluice.placement.Predecessors;
import sluice.value.OrderId;

/** What could go wrong with the names that callers give their orders. */
final class BugsOfReferences {

    private BugsOfReferences() {}

    static List<PlantedBug> all() {
        return List.of(
                new PlantedBug(
                        "references are not compared",
                        "a birth is written although another order has its key or its external id",
                        OneEffectPerRequest.class,
                        new Parts() {
                            @Override
                            boolean comparesReferences() {
                                return false;
                            }
                        }),
                new PlantedBug(
                        "references without their order",
                        "references of a birth stay when the birth fails",
                        Set.of(ReferencesNameOrders.class, NobodyFails.class),
                        new Parts() {
                            @Override
                            boolean referencesGoWithFailedBirths() {
                                return false;
                            }
                        }),
                new PlantedBug(
                        "a retry is told that it is sold out",
                        "a desk refuses without looking up whether the key or the external id names an order",
                        NoRefusalOfAPlacedOrder.class,
                        new Parts() {
                            @Override
                            Desk.Shell desk(Desk.Shell asDesk, SimNode node) {
                                return new NeverLooksUp(asDesk);
                            }
                        }),
                new PlantedBug(
                        "a lost node is taken for dead",
                        "neither a desk that refuses nor a node that sends a birth reckons with a loss that was no"
                                + " death",
                        NoRefusalOfAPlacedOrder.class,
                        Focus.HALTED_PLACEMENTS,
                        new Parts() {
                            @Override
                            Predecessors predecessors() {
                                return new Predecessors(Duration.ZERO, RECENT_SPAN);
                            }

                            @Override
                            boolean maySendBirths(boolean isSureOfItself) {
                                return true;
                            }
                        }));
    }

    private static final class NeverLooksUp extends ShellAround {

        NeverLooksUp(Desk.Shell shell) {
            super(shell);
        }

        @Override
        public void lookUp(OrderId order, List<String> references) {
            super.lookUp(order, List.of());
        }
    }
}

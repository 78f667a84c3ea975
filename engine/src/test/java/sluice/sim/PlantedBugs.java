package sluice.sim;

import java.util.List;
import java.util.stream.Stream;

/** All bugs that are planted. */
final class PlantedBugs {

    private PlantedBugs() {}

    static List<PlantedBug> all() {
        return Stream.of(
                        BugsOfRules.all(),
                        BugsOfEntities.all(),
                        BugsOfSnapshots.all(),
                        BugsOfPlacement.all(),
                        BugsOfReferences.all(),
                        BugsOfVouching.all(),
                        BugsOfEffects.all(),
                        BugsOfNodes.all())
                .flatMap(List::stream)
                .toList();
    }
}

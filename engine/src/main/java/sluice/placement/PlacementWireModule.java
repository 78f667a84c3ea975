package sluice.placement;

import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;

/** The names on the wire of the messages of this package, which {@code sluice.journal} does not know. */
public final class PlacementWireModule extends SimpleModule {

    public PlacementWireModule() {
        super("sluice-placement-wire");
        registerSubtypes(new NamedType(WantedOrder.class, "placement.WantedOrder"));
        for (var rejection : PlacementRejection.class.getPermittedSubclasses()) {
            registerSubtypes(new NamedType(rejection, "placement." + rejection.getSimpleName()));
        }
    }
}

package sluice.rate;

import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.util.List;

/** The names on the wire of the messages of this package. Releases that run in one cluster must agree on them. */
public final class RateWireModule extends SimpleModule {

    static final List<Class<?>> MESSAGES =
            List.of(OwnerMessage.Ask.class, NodeMessage.Granted.class, NodeMessage.Levels.class);

    public RateWireModule() {
        super("sluice-rate-wire");
        MESSAGES.forEach(type -> registerSubtypes(new NamedType(type, "rate." + type.getSimpleName())));
    }
}

package sluice.endpoint;

import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;

/** The name on the wire of what nodes send to the owners of endpoints. Releases that run in one cluster must agree on it. */
public final class EndpointWireModule extends SimpleModule {

    private static final long serialVersionUID = 1;

    public EndpointWireModule() {
        super("sluice-endpoint-wire");
        registerSubtypes(new NamedType(EndpointMessage.Look.class, "endpoint.Look"));
    }
}

package sluice.http;

import sluice.Engine;
import sluice.key.ApiKey;

/** Hands routes the engine as a key sees it. Routes keep this and not the engine, so that none can ask past a key's account. */
final class Engines {

    private final Engine engine;

    Engines(Engine engine) {
        this.engine = engine;
    }

    Engine of(Reading in) {
        return seenBy(in.key());
    }

    Engine seenBy(ApiKey key) {
        return key.account() == null && key.channel() == null ? engine : new BoundEngine(engine, key);
    }
}

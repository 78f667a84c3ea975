package sluice.endpoint;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import sluice.event.EventReader;
import sluice.webhook.DeliverySettings;
import sluice.webhook.Schedule;

/** What the owners of endpoints on a node share. */
interface EndpointWork {

    DeliveryStore store();

    /** Does work that waits for the database, on a thread for that; fails if the node stops. */
    <T> CompletionStage<T> database(Supplier<T> work);

    EventReader events();

    EndpointNews news();

    Courier courier();

    DeliverySettings settings(EndpointConfig config);

    Schedule schedule();

    InstantSource clock();

    /** How long an owner that has to leave may take to end what it has under way. */
    Duration patience();
}

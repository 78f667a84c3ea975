package sluice.endpoint;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import sluice.value.AccountId;

/** Pages of the log of deliveries, for those who may see the endpoint. */
final class DeliveryPages {

    private final Jdbi database;

    DeliveryPages(Jdbi database) {
        this.database = database;
    }

    Optional<List<LoggedDelivery>> deliveries(
            String id, @Nullable AccountId seer, DeliveryFilter filter, @Nullable DeliveryId after, int limit) {
        return database.withHandle(handle -> EndpointRows.find(handle, id, seer)
                .map(endpoint -> DeliveryLog.list(handle, id, filter, after, limit)));
    }
}

package sluice.due;

import java.io.IOException;
import sluice.entity.Batch;
import sluice.order.OrderEvent;

/** Reads the journal rows of orders. */
@FunctionalInterface
public interface OrderRowDecoder {

    /** @throws IOException if the row is damaged, holds an unknown event, or is of a newer release's shape */
    Batch<OrderEvent> decode(String manifest, byte[] payload) throws IOException;
}

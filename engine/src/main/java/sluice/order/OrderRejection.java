package sluice.order;

import java.util.List;
import sluice.entity.Message;
import sluice.value.Quantity;

/** Why an order refuses. */
public sealed interface OrderRejection extends Message {

    /** There is no such order. */
    record NotFound() implements OrderRejection {}

    /**
     * The order's state does not allow the command.
     *
     * @param command as the API names it: {@code confirm}, {@code release}, {@code ship}, {@code deliver}, {@code cancel}
     * @param allowed what the state does allow, by the same names
     */
    record IllegalTransition(OrderStatus status, String command, List<String> allowed) implements OrderRejection {}

    /** The order has no line of that number. */
    record NoSuchLine(int line) implements OrderRejection {}

    /** More is to be shipped of a line than is open; or nothing at all. */
    record MoreThanOpen(int line, Quantity requested, Quantity open) implements OrderRejection {}
}

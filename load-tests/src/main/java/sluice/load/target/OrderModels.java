package sluice.load.target;

import java.math.BigDecimal;
import sluice.client.model.Channel;
import sluice.client.model.Money;
import sluice.client.model.Order;
import sluice.client.model.OrderLineRequest;
import sluice.load.client.OrderContent;
import sluice.load.client.OrderRequest;

/** The orders of the clients here, in the words of the contract. */
final class OrderModels {

    private OrderModels() {}

    static sluice.client.model.OrderRequest request(OrderRequest wanted) {
        return new sluice.client.model.OrderRequest()
                .accountId(wanted.account())
                .channel(Channel.fromValue(wanted.channel()))
                .externalId(wanted.externalId())
                .poNumber(wanted.key())
                .currency(wanted.currency())
                .lines(wanted.lines().stream().map(OrderModels::line).toList());
    }

    private static OrderLineRequest line(OrderRequest.Line line) {
        return new OrderLineRequest()
                .sku(line.sku())
                .quantity(line.quantity())
                .unitPrice(line.unitPrice().toPlainString());
    }

    static OrderContent content(Order order) {
        return new OrderContent(
                order.getId().toString(),
                order.getChannel().getValue(),
                order.getAccountId(),
                order.getExternalId(),
                order.getPoNumber(),
                order.getCurrency(),
                order.getLines().stream()
                        .map(line -> new OrderContent.Line(
                                line.getSku(),
                                line.getOrdered(),
                                new BigDecimal(line.getUnitPrice()),
                                minorUnits(line.getTotal())))
                        .toList());
    }

    static long minorUnits(Money money) {
        return OrderContent.minorUnits(new BigDecimal(money.getAmount()), money.getCurrency());
    }
}

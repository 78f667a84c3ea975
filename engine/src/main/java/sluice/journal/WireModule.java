package sluice.journal;

import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.util.List;
import sluice.account.AccountAnswer;
import sluice.account.AccountCommand;
import sluice.account.AccountRejection;
import sluice.entity.Message;
import sluice.entity.Outcome;
import sluice.entity.Reply;
import sluice.entity.Request;
import sluice.entity.Requests;
import sluice.entity.Wake;
import sluice.order.Order;
import sluice.order.OrderAnswer;
import sluice.order.OrderCommand;
import sluice.order.OrderRejection;
import sluice.stock.StockAnswer;
import sluice.stock.StockCommand;
import sluice.stock.StockRejection;

/**
 * The names by which nodes tell each other's messages apart: the last part of the package and the record's own name, such as
 * {@code stock.Claim}. Releases that run in one cluster must agree on them. Configured in {@code reference.conf}.
 */
public final class WireModule extends SimpleModule {

    private static final List<Class<?>> ROOTS = List.of(
            Request.class,
            Requests.class,
            Reply.class,
            Wake.class,
            Wake.Awake.class,
            Outcome.class,
            StockCommand.class,
            StockAnswer.class,
            StockRejection.class,
            AccountCommand.class,
            AccountAnswer.class,
            AccountRejection.class,
            OrderCommand.class,
            OrderAnswer.class,
            OrderRejection.class);

    public WireModule() {
        super("sluice-wire");
        ROOTS.forEach(this::registerRecordsOf);
        registerSubtypes(new NamedType(Order.class, nameOf(Order.class)));
    }

    /** @param type a record, or a sealed interface of such */
    private void registerRecordsOf(Class<?> type) {
        if (type.isSealed()) {
            for (var permitted : type.getPermittedSubclasses()) {
                registerRecordsOf(permitted);
            }
        } else if (Message.class.isAssignableFrom(type)) {
            registerSubtypes(new NamedType(type, nameOf(type)));
        }
    }

    private static String nameOf(Class<?> type) {
        var subject = type.getPackageName().substring(type.getPackageName().lastIndexOf('.') + 1);
        return subject + "." + type.getSimpleName();
    }
}

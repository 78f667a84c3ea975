package sluice.view;

import java.math.BigDecimal;
import java.util.Currency;
import sluice.stock.SkuDefinition;
import sluice.value.Money;

/**
 * Money as JSON.
 *
 * @param amount a decimal in major units, with the currency's digits or, for prices, more
 */
public record MoneyView(String amount, String currency) {

    public static MoneyView of(Money money) {
        return new MoneyView(money.decimal().toPlainString(), money.currency().getCurrencyCode());
    }

    public static MoneyView of(SkuDefinition.Price price) {
        return new MoneyView(
                price(price.amount(), price.currency()), price.currency().getCurrencyCode());
    }

    /** A price of one unit, with at least the currency's digits. */
    public static String price(BigDecimal amount, Currency currency) {
        int digits = Math.max(0, currency.getDefaultFractionDigits());
        return (amount.scale() < digits ? amount.setScale(digits) : amount).toPlainString();
    }
}

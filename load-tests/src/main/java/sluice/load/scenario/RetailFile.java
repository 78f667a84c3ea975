package sluice.load.scenario;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import sluice.value.AccountId;
import sluice.value.SkuId;

/**
 * Real orders in the format of the UCI data set <em>Online Retail</em>: one row per invoice line, with the columns InvoiceNo,
 * StockCode, Description, Quantity, InvoiceDate, UnitPrice, CustomerID and Country, prices in GBP. Every row is either a line of an
 * invoice or counted under the reason why it is none.
 *
 * @param invoices that can be ordered, in the sequence of the file
 * @param counts of all invoices, and of the rows that are no line, by reason
 */
record RetailFile(List<Invoice> invoices, SortedMap<String, Long> counts) {

    static final String CURRENCY = "GBP";

    private static final int MAX_LINES = 1_000;
    private static final int MAX_DECIMALS = 6;

    /**
     * What one customer bought at once.
     *
     * @param customer empty for a guest
     */
    record Invoice(String number, String customer, List<Line> lines) {}

    record Line(String stockCode, long quantity, BigDecimal unitPrice) {}

    /** A row that is no line, and why. */
    private static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        Unusable(String reason) {
            super(reason, null, false, false);
        }
    }

    /** Reads {@code file}; ids are judged with {@code prefix} in front, as they will be used. */
    static RetailFile read(Path file, String prefix) {
        var rows = new LinkedHashMap<String, List<Map<String, String>>>();
        var counts = new TreeMap<String, Long>();
        var schema = CsvSchema.emptySchema().withHeader();
        try (var text = new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8);
                MappingIterator<Map<String, String>> lines = new CsvMapper()
                        .readerForMapOf(String.class)
                        .with(schema)
                        .readValues(text)) {
            while (lines.hasNextValue()) {
                var row = lines.nextValue();
                rows.computeIfAbsent(value(row, "InvoiceNo"), number -> new ArrayList<>())
                        .add(row);
                count(counts, "rows");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var invoices = new ArrayList<Invoice>();
        rows.forEach((number, ofInvoice) -> {
            count(counts, "invoices");
            invoice(number, ofInvoice, prefix, invoices, counts);
        });
        return new RetailFile(List.copyOf(invoices), counts);
    }

    private static void invoice(
            String number,
            List<Map<String, String>> rows,
            String prefix,
            List<Invoice> invoices,
            SortedMap<String, Long> counts) {
        var lines = new ArrayList<Line>();
        var customers = new HashSet<String>();
        boolean cancellation = number.startsWith("C");
        for (var row : rows) {
            try {
                if (cancellation) {
                    throw new Unusable("of a cancellation");
                }
                var line = line(row, prefix);
                customers.add(customer(row, prefix));
                lines.add(line);
            } catch (Unusable e) {
                count(counts, "rows not used: " + e.getMessage());
            }
        }
        if (cancellation) {
            count(counts, "invoices not used: cancellation");
        } else if (lines.isEmpty()) {
            count(counts, "invoices not used: no line to order");
        } else if (lines.size() > MAX_LINES || customers.size() > 1) {
            var reason = customers.size() > 1 ? "more than one customer" : "more than " + MAX_LINES + " lines";
            count(counts, "invoices not used: " + reason);
            counts.merge("rows not used: invoice of " + reason, (long) lines.size(), Long::sum);
        } else {
            count(counts, "invoices used");
            counts.merge("rows used", (long) lines.size(), Long::sum);
            var customer = customers.iterator().next();
            if (customer.isEmpty()) {
                count(counts, "invoices used: of guests");
            }
            invoices.add(new Invoice(number, customer, List.copyOf(lines)));
        }
    }

    private static Line line(Map<String, String> row, String prefix) throws Unusable {
        long quantity = quantity(value(row, "Quantity"));
        var price = price(value(row, "UnitPrice"));
        var code = value(row, "StockCode");
        try {
            var unused = new SkuId(prefix + code);
        } catch (IllegalArgumentException e) {
            throw new Unusable(String.valueOf(e.getMessage()));
        }
        return new Line(code, quantity, price);
    }

    private static String customer(Map<String, String> row, String prefix) throws Unusable {
        var customer = value(row, "CustomerID");
        try {
            var unused = new AccountId(customer.isEmpty() ? "guest" : prefix + customer);
            return customer;
        } catch (IllegalArgumentException e) {
            throw new Unusable(String.valueOf(e.getMessage()));
        }
    }

    private static long quantity(String text) throws Unusable {
        long quantity;
        try {
            quantity = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new Unusable("quantity is no whole number");
        }
        if (quantity <= 0) {
            throw new Unusable(quantity == 0 ? "quantity of zero" : "quantity below zero");
        }
        return quantity;
    }

    private static BigDecimal price(String text) throws Unusable {
        BigDecimal price;
        try {
            price = new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new Unusable("price is no number");
        }
        if (price.signum() <= 0) {
            throw new Unusable(price.signum() == 0 ? "price of zero" : "price below zero");
        }
        if (price.stripTrailingZeros().scale() > MAX_DECIMALS) {
            throw new Unusable("price of more than " + MAX_DECIMALS + " decimals");
        }
        return price;
    }

    private static String value(Map<String, String> row, String column) {
        return row.getOrDefault(column, "");
    }

    private static void count(SortedMap<String, Long> counts, String what) {
        counts.merge(what, 1L, Long::sum);
    }

    /** The units that all invoices together want of each stock code. */
    SortedMap<String, Long> demand() {
        var demand = new TreeMap<String, Long>();
        for (var invoice : invoices) {
            invoice.lines().forEach(line -> demand.merge(line.stockCode(), line.quantity(), Long::sum));
        }
        return demand;
    }

    /** Every customer with an account. */
    Set<String> customers() {
        var customers = new TreeSet<String>();
        invoices.stream().map(Invoice::customer).filter(id -> !id.isEmpty()).forEach(customers::add);
        return customers;
    }
}

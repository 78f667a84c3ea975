package sluice.load.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

final class RetailFileTest {

    private static final Path SMALL = Path.of("src/test/resources/sluice/load/invoices.csv");

    @Test
    void everyRow_isALineOrCountedByReason() {
        var file = RetailFile.read(SMALL, "");

        assertEquals(
                Map.ofEntries(
                        Map.entry("rows", 17L),
                        Map.entry("rows used", 8L),
                        Map.entry("rows not used: price of zero", 1L),
                        Map.entry("rows not used: SKU id must not contain '/' or '|'", 1L),
                        Map.entry("rows not used: quantity below zero", 1L),
                        Map.entry("rows not used: quantity is no whole number", 1L),
                        Map.entry("rows not used: price is no number", 1L),
                        Map.entry("rows not used: price below zero", 1L),
                        Map.entry("rows not used: of a cancellation", 1L),
                        Map.entry("rows not used: invoice of more than one customer", 2L),
                        Map.entry("invoices", 8L),
                        Map.entry("invoices used", 4L),
                        Map.entry("invoices used: of guests", 1L),
                        Map.entry("invoices not used: cancellation", 1L),
                        Map.entry("invoices not used: no line to order", 2L),
                        Map.entry("invoices not used: more than one customer", 1L)),
                file.counts());
        assertEquals(
                List.of("1001", "1002", "1003", "1008"),
                file.invoices().stream().map(RetailFile.Invoice::number).toList());
    }

    @Test
    void stockCodes_standAsTheyAre() {
        var file = RetailFile.read(SMALL, "");

        assertEquals(Map.of("10080", 15L, "10080a", 12L, "10080A", 2L, "BANK CHARGES", 1L), file.demand());
        assertEquals(Set.of("501", "502", "503"), file.customers());
        assertEquals(
                new RetailFile.Line("10080a", 4, new BigDecimal("3.395")),
                file.invoices().getFirst().lines().get(1));
    }

    @Test
    @EnabledIfEnvironmentVariable(named = "SLUICE_REAL_ORDERS", matches = ".+")
    void theRealFile_hasTheInvoicesThatAreKnownOfIt() {
        var file = RetailFile.read(Path.of(System.getenv("SLUICE_REAL_ORDERS")), "");

        assertEquals(511, file.counts().get("invoices"));
        assertEquals(43, file.counts().get("invoices not used: cancellation"));
        assertEquals(423, file.invoices().size());
        assertEquals(1_980, file.demand().size());
        assertEquals(
                593,
                file.invoices().stream()
                        .mapToInt(invoice -> invoice.lines().size())
                        .max()
                        .orElse(0));
    }
}

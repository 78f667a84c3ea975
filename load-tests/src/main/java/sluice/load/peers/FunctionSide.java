package sluice.load.peers;

import com.typesafe.config.ConfigFactory;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;
import sluice.Engine;
import sluice.load.process.EmbeddedPostgres;
import sluice.node.EmbeddedDatabase;
import sluice.node.NodeSettings;
import sluice.value.OrderId;

/** An opponent: {@code function.sql} on the PostgreSQL that a node would have, called by an application in this process. */
final class FunctionSide implements Side {

    private static final String SCHEMA = "function.sql";

    private final String name;
    private final Path directory;
    private final NodeSettings settings;
    private final Function<HikariDataSource, PlacingOnly> application;
    private EmbeddedDatabase database;
    private @Nullable PlacingOnly engine;
    private @Nullable ActorSystem<?> front;

    private FunctionSide(
            String name, Path directory, NodeSettings settings, Function<HikariDataSource, PlacingOnly> application) {
        this.name = name;
        this.directory = directory;
        this.settings = settings;
        this.application = application;
        this.database = EmbeddedDatabase.start(settings.embedded());
    }

    /**
     * Starts the database.
     *
     * @param application places orders over a pool that it closes
     */
    static FunctionSide start(String name, Path directory, Function<HikariDataSource, PlacingOnly> application) {
        var settings = NodeSettings.read(
                Map.of("SLUICE_DATA_DIR", directory.toString()),
                ConfigFactory.parseString("pekko.actor.provider = local"));
        return new FunctionSide(name, directory, settings, application);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Path dataDirectory() {
        return directory;
    }

    private String url() {
        return new EmbeddedPostgres(directory).url();
    }

    @Override
    public void prepare(Workload workload) throws SQLException {
        try (var connection = DriverManager.getConnection(url());
                var statement = connection.createStatement();
                var sql = FunctionSide.class.getResourceAsStream(SCHEMA)) {
            if (sql == null) {
                throw new IllegalStateException("no resource " + SCHEMA);
            }
            statement.execute(new String(sql.readAllBytes(), StandardCharsets.UTF_8));
            fill(
                    connection,
                    "insert into sku select id, ? from unnest(?) as s (id)",
                    workload.stock(),
                    workload.skuIds());
            fill(
                    connection,
                    "insert into account select id, ?, 0 from unnest(?) as a (id)",
                    Workload.CREDIT_LIMIT_MINOR_UNITS,
                    workload.accountIds());
            statement.execute("vacuum analyze");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void fill(Connection connection, String insert, long amount, List<String> ids) throws SQLException {
        try (var statement = connection.prepareStatement(insert)) {
            statement.setLong(1, amount);
            statement.setArray(2, connection.createArrayOf("text", ids.toArray()));
            statement.executeUpdate();
        }
    }

    @Override
    public Engine engine(int concurrency) {
        closeEngine();
        var fresh = application.apply(pool(concurrency));
        engine = fresh;
        return fresh;
    }

    private HikariDataSource pool(int size) {
        var pool = new HikariConfig();
        pool.setPoolName(name);
        pool.setJdbcUrl(url());
        pool.setMaximumPoolSize(size);
        pool.setMinimumIdle(size);
        pool.addDataSourceProperty("prepareThreshold", "1"); // planned once a connection
        return new HikariDataSource(pool);
    }

    @Override
    public URI serve(int concurrency, String key) {
        var placing = engine(concurrency);
        var system = front;
        if (system == null) {
            system = ActorSystem.create(Behaviors.empty(), name, settings.config());
            front = system;
        }
        var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        return Front.serve(system, placing, meters, key);
    }

    @Override
    public long rows() throws SQLException {
        return number("select (select count(*) from orders) + (select count(*) from order_line) + (select count(*) from"
                + " audit)");
    }

    @Override
    public long orders() throws SQLException {
        return number("select count(*) from orders");
    }

    private long number(String query) throws SQLException {
        try (var probe = DatabaseProbe.of(directory)) {
            return probe.number(query);
        }
    }

    @Override
    public List<String> judge(Workload workload) throws SQLException {
        try (var connection = DriverManager.getConnection(url())) {
            return new FunctionBooks(connection).judge(workload);
        }
    }

    @Override
    public void restart() {
        closeEngine();
        database.close();
        database = EmbeddedDatabase.start(settings.embedded());
    }

    @Override
    public Set<OrderId> known(List<OrderId> orders) throws SQLException {
        var known = new HashSet<OrderId>();
        try (var connection = DriverManager.getConnection(url());
                var statement = connection.prepareStatement("select id from orders where id = any (?)")) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid", orders.stream().map(OrderId::value).toArray()));
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    known.add(new OrderId(rows.getObject(1, UUID.class)));
                }
            }
        }
        return known;
    }

    private void closeEngine() {
        if (engine != null) {
            engine.close();
            engine = null;
        }
    }

    @Override
    public void close() {
        if (front != null) {
            front.terminate();
            front.getWhenTerminated().toCompletableFuture().join();
        }
        closeEngine();
        database.close();
    }
}

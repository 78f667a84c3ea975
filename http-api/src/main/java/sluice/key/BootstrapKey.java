package sluice.key;

import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import sluice.node.StartFailed;

/** The key with every scope that a new installation begins with. Only its hash is kept. */
public final class BootstrapKey {
    private final String keyId;
    private final byte[] hash;

    private BootstrapKey(String keyId, byte[] hash) {
        this.keyId = keyId;
        this.hash = hash;
    }

    /** The key an operator chose; its id is {@code bootstrap}. */
    public static BootstrapKey chosen(String text) {
        return new BootstrapKey("bootstrap", KeyText.hash(text));
    }

    /**
     * The key that was made on the first start of any node on this database; on that first start, makes it and shows it.
     *
     * @param show told the key in plain, once for all nodes and starts, before it becomes valid: a node that ends in between
     *     leaves none, and the next one makes another
     */
    public static BootstrapKey kept(DataSource database, Consumer<String> show) {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            var fresh = KeyText.random();
            if (insert(connection, fresh)) {
                show.accept(fresh.text());
            }
            connection.commit();
            return read(connection);
        } catch (SQLException e) {
            throw new StartFailed("The bootstrap key cannot be read from the database: " + e.getMessage(), e);
        }
    }

    private static boolean insert(Connection connection, KeyText key) throws SQLException {
        var sql = "insert into bootstrap_key (key_id, hash) values (?, ?) on conflict (one) do nothing";
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, key.keyId());
            statement.setBytes(2, KeyText.hash(key.text()));
            return statement.executeUpdate() == 1;
        }
    }

    private static BootstrapKey read(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("select key_id, hash from bootstrap_key");
                var row = statement.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("the table bootstrap_key is empty");
            }
            var key = new BootstrapKey(row.getString(1), row.getBytes(2));
            connection.commit();
            return key;
        }
    }

    /**
     * The id of this key if it is the one presented. Takes the same time for every other text of the same length.
     *
     * @param presented the key in plain, as in {@code Authorization: Bearer <key>}
     */
    Optional<String> matches(String presented) {
        return isMatchedBy(KeyText.hash(presented)) ? Optional.of(keyId) : Optional.empty();
    }

    boolean isMatchedBy(byte[] presentedHash) {
        return MessageDigest.isEqual(hash, presentedHash);
    }

    String keyId() {
        return keyId;
    }
}

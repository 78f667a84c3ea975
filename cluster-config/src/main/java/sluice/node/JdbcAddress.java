package sluice.node;

/** Where a PostgreSQL is, and as whom to use it. */
record JdbcAddress(String url, String user, String password) {

    /** Without the password, and without the parameters of the URL, which may hold one. */
    @Override
    public String toString() {
        var parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }
}

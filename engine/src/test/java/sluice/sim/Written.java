package sluice.sim;

import sluice.entity.Batch;

/**
 * A committed entry, and which version its entity had just after it.
 *
 * @param definition the version of a SKU's definition; zero for others
 */
record Written(Book book, Batch.Entry<?> entry, long version, long definition) {}

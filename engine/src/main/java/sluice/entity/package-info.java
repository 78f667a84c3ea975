/** What stock, account and order share: the pure frame of a decision, the batch that is journalled, the group-commit front. */
@NullMarked
package sluice.entity;

import org.jspecify.annotations.NullMarked;

@NullMarked
package sluice.account;

import org.jspecify.annotations.NullMarked;

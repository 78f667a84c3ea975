@NullMarked
package sluice.webhook;

import org.jspecify.annotations.NullMarked;

@NullMarked
package sluice.load.webhook;

import org.jspecify.annotations.NullMarked;

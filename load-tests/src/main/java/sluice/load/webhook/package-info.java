/** Receivers of webhooks, well and sick, and what each must have got; knows nothing of the engine. */
@NullMarked
package sluice.load.webhook;

import org.jspecify.annotations.NullMarked;

/**
 * API keys: what they look like, what they allow, and who keeps them. The HTTP layer asks {@link sluice.key.Keys} and knows nothing of
 * how they are stored.
 */
@NullMarked
package sluice.key;

import org.jspecify.annotations.NullMarked;

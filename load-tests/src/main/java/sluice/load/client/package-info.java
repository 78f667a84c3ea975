/** What a client asks, is told and writes down; knows nothing of the engine. */
@NullMarked
package sluice.load.client;

import org.jspecify.annotations.NullMarked;

@NullMarked
package sluice.load.peers;

import org.jspecify.annotations.NullMarked;

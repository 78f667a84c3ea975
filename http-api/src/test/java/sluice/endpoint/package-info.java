@NullMarked
package sluice.endpoint;

import org.jspecify.annotations.NullMarked;

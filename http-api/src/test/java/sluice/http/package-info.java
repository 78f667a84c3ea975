@NullMarked
package sluice.http;

import org.jspecify.annotations.NullMarked;

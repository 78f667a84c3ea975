/** What can be driven: nodes over HTTP, or an engine in this process. */
@NullMarked
package sluice.load.target;

import org.jspecify.annotations.NullMarked;

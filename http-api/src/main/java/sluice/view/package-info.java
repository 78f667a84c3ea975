/** What the API gives, as JSON: the same in answers and in events. */
@NullMarked
package sluice.view;

import org.jspecify.annotations.NullMarked;

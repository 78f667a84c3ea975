/**
 * The HTTP API: what is asked in JSON is read strictly, put to {@link sluice.Engine}, and its outcome told in JSON. {@link
 * sluice.http.Main} is the server; each subject's routes stand in {@code OrderRoutes}, {@code SkuRoutes}, {@code AccountRoutes}.
 */
@NullMarked
package sluice.http;

import org.jspecify.annotations.NullMarked;

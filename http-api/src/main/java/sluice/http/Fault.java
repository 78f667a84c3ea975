package sluice.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One thing wrong with a request, as told under {@code errors}. Exactly one of the first four says where.
 *
 * @param pointer into the body, a JSON pointer (RFC 6901); empty for the whole body
 * @param header the name of a header
 * @param parameter the name of a parameter of the path or the query
 * @param part {@code head} where the request line or the headers are not HTTP, so that no more of the place is known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Fault(
        @Nullable String pointer,
        @Nullable String header,
        @Nullable String parameter,
        @Nullable String part,
        String detail) {

    static Fault inBody(String pointer, String detail) {
        return new Fault(pointer, null, null, null, detail);
    }

    static Fault inHeader(String header, String detail) {
        return new Fault(null, header, null, null, detail);
    }

    static Fault inPath(String parameter, String detail) {
        return new Fault(null, null, parameter, null, detail);
    }

    static Fault inQuery(String parameter, String detail) {
        return new Fault(null, null, parameter, null, detail);
    }

    static Fault inHead(String detail) {
        return new Fault(null, null, null, "head", detail);
    }

    /** Where and what, in one line. */
    String sentence() {
        if (header != null) {
            return "header " + header + " " + detail;
        }
        if (parameter != null) {
            return "parameter " + parameter + ": " + detail;
        }
        if (part != null) {
            return detail;
        }
        return pointer == null || pointer.isEmpty() ? "the body " + detail : pointer + " " + detail;
    }
}

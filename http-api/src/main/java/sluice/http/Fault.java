package sluice.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One thing wrong with a request, as told under {@code errors}. Exactly one of the first three says where.
 *
 * @param pointer into the body, a JSON pointer (RFC 6901); empty for the whole body
 * @param header the name of a header
 * @param parameter the name of a path parameter
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Fault(
        @Nullable String pointer,
        @Nullable String header,
        @Nullable String parameter,
        String detail) {

    static Fault inBody(String pointer, String detail) {
        return new Fault(pointer, null, null, detail);
    }

    static Fault inHeader(String header, String detail) {
        return new Fault(null, header, null, detail);
    }

    static Fault inPath(String parameter, String detail) {
        return new Fault(null, null, parameter, detail);
    }

    /** Where and what, in one line. */
    String sentence() {
        if (header != null) {
            return "header " + header + " " + detail;
        }
        if (parameter != null) {
            return "path parameter " + parameter + ": " + detail;
        }
        return pointer == null || pointer.isEmpty() ? "the body " + detail : pointer + " " + detail;
    }
}

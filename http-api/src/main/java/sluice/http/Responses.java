package sluice.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.Connection;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import sluice.http.Answer.Content;
import sluice.http.Answer.Refusal;
import sluice.http.Answer.Resource;
import sluice.http.Answer.Stream;

/** Writes answers as HTTP. */
final class Responses {

    private static final ContentType PROBLEM_JSON = ContentTypes.create(
            MediaTypes.customWithFixedCharset("application", "problem+json", HttpCharsets.UTF_8, Map.of(), false));

    /**
     * What every answer says to browsers: it is private, it is what its type says, nothing in it is to be run or shown in a frame, and
     * its address is told to nobody. Made once; an answer that sets one of them itself has its own.
     */
    private static final Map<String, HttpHeader> SECURITY = security(Map.of(
            "Cache-Control", "no-store",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "Referrer-Policy", "no-referrer",
            "X-Content-Type-Options", "nosniff"));

    private Responses() {}

    private static Map<String, HttpHeader> security(Map<String, String> values) {
        var headers = new TreeMap<String, HttpHeader>();
        values.forEach((name, value) -> headers.put(name, RawHeader.create(name, value)));
        return headers;
    }

    static HttpResponse of(Answer answer, String requestId) {
        return switch (answer) {
            case Resource resource ->
                response(answer, requestId, ContentTypes.APPLICATION_JSON, Json.write(resource.body()));
            case Refusal refusal -> response(answer, requestId, PROBLEM_JSON, Json.write(problem(refusal, requestId)));
            case Content content -> response(answer, requestId, content.type(), content.bytes());
            case Stream stream ->
                head(answer, requestId)
                        .withEntity(HttpEntities.createChunked(stream.type(), stream.chunks()))
                        .addAttribute(OpenStreams.END, stream.end());
        };
    }

    private static HttpResponse response(Answer answer, String requestId, ContentType type, byte[] body) {
        return head(answer, requestId).withEntity(type, body);
    }

    private static HttpResponse head(Answer answer, String requestId) {
        var headers = new ArrayList<HttpHeader>();
        headers.add(RawHeader.create(Headers.REQUEST_ID, requestId));
        answer.headers().forEach((name, value) -> headers.add(header(name, value)));
        SECURITY.forEach((name, header) -> {
            if (!answer.headers().containsKey(name)) {
                headers.add(header);
            }
        });
        return HttpResponse.create().withStatus(answer.status()).withHeaders(headers);
    }

    /** The server acts on its own Connection header only if it is typed. */
    private static HttpHeader header(String name, String value) {
        return name.equals("Connection") ? Connection.create(value) : RawHeader.create(name, value);
    }

    /** The refusal as a problem document. */
    static Map<String, Object> problem(Refusal refusal, String requestId) {
        var body = new LinkedHashMap<String, Object>();
        body.put("type", refusal.problem().type());
        body.put("title", refusal.problem().title());
        body.put("status", refusal.status());
        body.put("detail", refusal.detail());
        body.put("instance", requestId);
        body.putAll(refusal.members());
        return body;
    }
}

package sluice.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.Connection;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import sluice.http.Answer.Content;
import sluice.http.Answer.Refusal;
import sluice.http.Answer.Resource;

/** Writes answers as HTTP. */
final class Responses {

    private static final ContentType PROBLEM_JSON = ContentTypes.create(
            MediaTypes.customWithFixedCharset("application", "problem+json", HttpCharsets.UTF_8, Map.of(), false));

    private Responses() {}

    static HttpResponse of(Answer answer, String requestId) {
        return switch (answer) {
            case Resource resource ->
                response(answer, requestId, ContentTypes.APPLICATION_JSON, Json.write(resource.body()));
            case Refusal refusal -> response(answer, requestId, PROBLEM_JSON, Json.write(problem(refusal, requestId)));
            case Content content -> response(answer, requestId, content.type(), content.bytes());
        };
    }

    private static HttpResponse response(Answer answer, String requestId, ContentType type, byte[] body) {
        var headers = new ArrayList<HttpHeader>();
        headers.add(RawHeader.create(Headers.REQUEST_ID, requestId));
        answer.headers().forEach((name, value) -> headers.add(header(name, value)));
        return HttpResponse.create()
                .withStatus(answer.status())
                .withHeaders(headers)
                .withEntity(type, body);
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

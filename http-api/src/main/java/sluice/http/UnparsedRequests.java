package sluice.http;

import java.util.UUID;
import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;
import sluice.http.Answer.Refusal;

/** Answers what could not even be parsed as HTTP, as a problem; named in {@code server.conf}. */
public final class UnparsedRequests extends ParsingErrorHandler {

    /** Made by Pekko HTTP. */
    public UnparsedRequests() {}

    @Override
    public HttpResponse handle(StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
        var refusal = Refusal.of(Problem.ofUnparsed(status.intValue()), error.summary());
        return Responses.of(refusal, UUID.randomUUID().toString());
    }
}

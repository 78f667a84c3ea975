package sluice.http;

import java.util.List;
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
        return Responses.of(
                refusal(Problem.ofUnparsed(status.intValue()), error),
                UUID.randomUUID().toString());
    }

    private static Refusal refusal(Problem problem, ErrorInfo error) {
        if (problem != Problem.INVALID_REQUEST) {
            return Refusal.of(problem, error.summary());
        }
        var header = error.errorHeaderName();
        return Refusal.of(
                List.of(header.isEmpty() ? Fault.inHead(error.summary()) : Fault.inHeader(header, error.summary())));
    }
}

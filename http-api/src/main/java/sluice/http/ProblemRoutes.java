package sluice.http;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import sluice.http.Answer.Refusal;
import sluice.http.Answer.Resource;

/** Explains problems at the address that their type is; open to everyone, for who is refused must be able to look up why. */
final class ProblemRoutes {

    record Explanation(String type, String title, int status, String meaning, String mend) {}

    List<Operation> operations() {
        return List.of(Operation.open("explainProblem", "/problems/{name}", this::explain));
    }

    private Supplier<CompletionStage<Answer>> explain(Reading in) {
        return () -> CompletableFuture.completedStage(Problem.named(in.parameter("name"))
                .<Answer>map(problem -> Resource.ok(new Explanation(
                        problem.type(), problem.title(), problem.status(), problem.meaning(), problem.mend())))
                .orElseGet(() -> Refusal.of(Problem.NOT_FOUND, "There is no problem of that name.")));
    }
}

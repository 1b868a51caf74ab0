package io.llmp.batch.starter;

import io.llmp.batch.problem.ProblemException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Has Spring Boot say of a start that failed what is wrong and what to do, as the program would. */
final class ProblemFailureAnalyzer extends AbstractFailureAnalyzer<ProblemException> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, ProblemException problem) {
        return new FailureAnalysis(problem.problem(), problem.remedy(), problem);
    }
}

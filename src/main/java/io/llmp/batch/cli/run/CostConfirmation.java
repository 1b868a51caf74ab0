package io.llmp.batch.cli.run;

import io.llmp.batch.cli.terminal.Terminal;
import io.llmp.batch.cli.text.EstimateText;
import io.llmp.batch.estimate.Estimate;
import io.llmp.batch.problem.ProblemException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Has somebody agree to a run that may cost much, before it begins. */
final class CostConfirmation {

    private CostConfirmation() {}

    /**
     * Estimates the run, and asks when it may cost more than {@code most}, in US dollars.
     *
     * @return whether the run may begin
     * @throws ProblemException when there is nobody to ask
     */
    static boolean obtain(RunCommand command, BigDecimal most) {
        Estimate estimate = EstimateCommand.estimate(command);
        Estimate.Money money = estimate.money();
        if (money != null && money.total().high() <= most.doubleValue()) {
            return true;
        }
        String cost = money == null
                ? "The cost of the run is unknown: there is no price for model "
                        + estimate.provenance().model() + "."
                : "The run may cost up to " + EstimateText.dollars(money.total().high()) + ", more than $"
                        + most.toPlainString() + ".";
        if (!Terminal.isInteractive()) {
            throw ProblemException.invalid(
                    cost,
                    "Run 'llmp estimate', then raise or remove --confirm-above; --max-cost limits what the run spends.");
        }
        PrintStream err = Terminal.err();
        PrintWriter words = new PrintWriter(err, true, StandardCharsets.UTF_8);
        EstimateText.print(estimate, words);
        words.flush();
        err.print(cost + " Start? [y/N] ");
        err.flush();
        return isYes(System.in, err);
    }

    /** Takes nothing but a clear yes for one; the end of the input is none. */
    static boolean isYes(InputStream answers, PrintStream err) {
        try {
            // Not closed: it is the process's own.
            String answer = new BufferedReader(new InputStreamReader(answers, StandardCharsets.UTF_8)).readLine();
            if (answer == null) {
                // Nobody has pressed Enter.
                err.println();
                return false;
            }
            return answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.llmp.batch.template.jdbc;

import io.llmp.batch.event.jdbc.Events;
import io.llmp.batch.template.JobTemplate;
import io.llmp.batch.template.TemplateMove;
import io.llmp.batch.template.TemplateRegistry;
import io.llmp.batch.template.Templates;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Changes a template without end, and says after each change how many there were; for {@link TemplateKillIT} to kill. */
final class ChangingMain {

    private ChangingMain() {}

    static TemplateRegistry registry(DataSource dataSource) {
        return new JdbcTemplateRegistry(
                dataSource,
                new JdbcTransactionManager(dataSource),
                Events.in(dataSource),
                InstantSource.system(),
                () -> "somebody");
    }

    /**
     * Makes changes until it is killed.
     *
     * @param args the database's URL, and the number of changes that were made before
     */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        TemplateRegistry registry = registry(new SingleConnectionDataSource(args[0], "SA", "", true));
        JobTemplate template = Templates.of(Templates.TICKET_TRIAGE);
        for (int change = Integer.parseInt(args[1]) + 1; ; change++) {
            switch (change % 5) {
                case 1, 2 ->
                    registry.apply(
                            Templates.of(Templates.TICKET_TRIAGE.replace("repairs: 2", "repairs: " + change)), "t");
                case 3 -> registry.move(template.name(), TemplateMove.PAUSE, null);
                case 4 -> registry.move(template.name(), TemplateMove.RESUME, null);
                default -> registry.move(template.name(), TemplateMove.rollBack(1), null);
            }
            out.println(change);
        }
    }
}

package io.llmp.bench.peer;

import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.springframework.ai.chat.client.AdvisorParams;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.database.JdbcBatchItemWriter;
import org.springframework.batch.infrastructure.item.database.builder.JdbcBatchItemWriterBuilder;
import org.springframework.batch.infrastructure.item.file.FlatFileItemReader;
import org.springframework.batch.infrastructure.item.file.builder.FlatFileItemReaderBuilder;
import org.springframework.batch.integration.async.AsyncItemProcessor;
import org.springframework.batch.integration.async.AsyncItemWriter;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.FileSystemResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.SimplePropertySqlParameterSource;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.transaction.PlatformTransactionManager;

/** The job as the reference documentation of both projects puts it together: chunks, an asynchronous processor and writer. */
@Configuration
class TriageConfiguration {

    record Ticket(long id, String subject) {}

    enum Team {
        billing,
        access,
        bug,
        sales
    }

    record Answer(Team team, int urgency) {}

    record Triaged(long id, String team, int urgency) {}

    @Bean
    Job triage(JobRepository repository, Step ask) {
        return new JobBuilder("triage", repository).start(ask).build();
    }

    @Bean
    Step ask(
            JobRepository repository,
            PlatformTransactionManager transactions,
            FlatFileItemReader<Ticket> reader,
            AsyncItemProcessor<Ticket, Triaged> processor,
            AsyncItemWriter<Triaged> writer,
            @Value("${peer.chunk:100}") int chunk) {
        return new StepBuilder("ask", repository)
                .<Ticket, Future<Triaged>>chunk(chunk)
                .transactionManager(transactions)
                .reader(reader)
                .processor(processor)
                .writer(writer)
                .build();
    }

    @Bean
    FlatFileItemReader<Ticket> reader(@Value("${peer.input}") String input) {
        return new FlatFileItemReaderBuilder<Ticket>()
                .name("tickets")
                .resource(new FileSystemResource(input))
                .linesToSkip(1)
                .delimited()
                .names("id", "subject")
                .fieldSetMapper(row -> new Ticket(row.readLong("id"), row.readString("subject")))
                .build();
    }

    @Bean
    AsyncItemProcessor<Ticket, Triaged> processor(ChatClient.Builder builder, ThreadPoolTaskExecutor callers) {
        ChatClient client = builder.defaultSystem("Which team owns the ticket?").build();
        AsyncItemProcessor<Ticket, Triaged> processor = new AsyncItemProcessor<>(ticket -> {
            Answer answer = client.prompt()
                    .advisors(AdvisorParams.ENABLE_NATIVE_STRUCTURED_OUTPUT)
                    .user(ticket.subject())
                    .call()
                    .entity(Answer.class);
            return new Triaged(ticket.id(), answer.team().name(), answer.urgency());
        });
        processor.setTaskExecutor(callers);
        return processor;
    }

    @Bean
    ThreadPoolTaskExecutor callers(@Value("${peer.threads:64}") int threads) {
        ThreadPoolTaskExecutor callers = new ThreadPoolTaskExecutor();
        callers.setCorePoolSize(threads);
        callers.setMaxPoolSize(threads);
        return callers;
    }

    @Bean
    AsyncItemWriter<Triaged> writer(JdbcBatchItemWriter<Triaged> records) {
        return new AsyncItemWriter<>(records);
    }

    @Bean
    JdbcBatchItemWriter<Triaged> records(DataSource database) {
        new JdbcTemplate(database)
                .execute("CREATE CACHED TABLE IF NOT EXISTS TRIAGED"
                        + " (ID BIGINT PRIMARY KEY, TEAM VARCHAR(100), URGENCY INTEGER)");
        return new JdbcBatchItemWriterBuilder<Triaged>()
                .dataSource(database)
                .sql("INSERT INTO TRIAGED (ID, TEAM, URGENCY) VALUES (:id, :team, :urgency)")
                .itemSqlParameterSourceProvider(SimplePropertySqlParameterSource::new)
                .build();
    }
}

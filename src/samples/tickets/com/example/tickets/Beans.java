package com.example.tickets;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;

/** Lists the beans of the application without LLMP Batch and with it, and which of them are meant by their type alone. */
final class Beans {

    private Beans() {}

    public static void main(String[] args) {
        Map<String, String> without = list("without", "--llmp.enabled=false", args);
        Map<String, String> with = list("with", "--llmp.enabled=true", args);
        without.forEach((name, type) -> {
            if (!type.equals(with.get(name))) {
                System.out.println("changed " + name + " " + type + " " + with.get(name));
            }
        });
        with.keySet().removeAll(without.keySet());
        with.forEach((name, type) -> System.out.println("added " + name + " " + type));
    }

    private static Map<String, String> list(String how, String enabled, String... args) {
        String[] all = Arrays.copyOf(args, args.length + 1);
        all[args.length] = enabled;
        try (ConfigurableApplicationContext context = SpringApplication.run(TicketsApplication.class, all)) {
            Map<String, String> beans = new TreeMap<>();
            for (String name : context.getBeanDefinitionNames()) {
                Class<?> type = context.getBeanFactory().getType(name);
                beans.put(name, type == null ? "null" : type.getName().replaceAll("Proxy\\d+", "Proxy"));
            }
            System.out.println(how + " "
                    + meant(context, DataSource.class, "dataSource")
                    + meant(context, PlatformTransactionManager.class, "transactionManager")
                    + meant(context, JobRepository.class, "jobRepository")
                    + context.getBean(JobRepository.class).getJobNames());
            return beans;
        }
    }

    private static String meant(ConfigurableApplicationContext context, Class<?> type, String name) {
        return context.getBean(type) == context.getBean(name) ? name + " " : "not " + name + " ";
    }
}

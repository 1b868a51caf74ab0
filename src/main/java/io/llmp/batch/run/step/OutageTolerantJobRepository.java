package io.llmp.batch.run.step;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.Entity;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Has Spring Batch's repository save the state of jobs and steps in transactions that bear an outage of the database, so that
 * one that is saved at that moment does not end the run. What the repository creates it must create in transactions of its
 * own, and does so rarely.
 */
public final class OutageTolerantJobRepository implements InvocationHandler {

    private final JobRepository repository;
    private final TransactionOperations transactions;

    private OutageTolerantJobRepository(JobRepository repository, TransactionOperations transactions) {
        this.repository = repository;
        this.transactions = transactions;
    }

    /** Returns {@code repository} with changes that bear an outage. */
    public static JobRepository around(JobRepository repository, TransactionOperations transactions) {
        return (JobRepository) Proxy.newProxyInstance(
                JobRepository.class.getClassLoader(),
                new Class<?>[] {JobRepository.class},
                new OutageTolerantJobRepository(repository, transactions));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
        if (!method.getName().startsWith("update") || arguments == null) {
            return call(repository, method, arguments);
        }
        Change change = new Change(repository, method, arguments);
        try {
            transactions.executeWithoutResult(status -> change.make());
        } catch (RuntimeException e) {
            change.failed(e);
        }
        return null;
    }

    private static @Nullable Object call(Object repository, Method method, Object @Nullable [] arguments) {
        try {
            return method.invoke(repository, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new UndeclaredThrowableException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A change that is made again when its transaction broke. The repository counts an entity's version up before anybody
     * knows whether the change is kept, and changes only what has that version in the database.
     */
    private static final class Change {

        private final Object repository;
        private final Method method;
        private final Object[] arguments;
        private final IdentityHashMap<Entity, Integer> versions = new IdentityHashMap<>();
        private int attempts;

        Change(Object repository, Method method, Object[] arguments) {
            this.repository = repository;
            this.method = method;
            this.arguments = arguments;
            for (Object argument : arguments) {
                if (argument instanceof Entity entity && entity.getVersion() != null) {
                    versions.put(entity, entity.getVersion());
                }
            }
        }

        void make() {
            attempts++;
            versions.forEach(Entity::setVersion);
            call(repository, method, arguments);
        }

        /** Throws, unless what stands in the way of this attempt is that the one before was kept, whose end nobody saw. */
        void failed(RuntimeException failure) {
            boolean kept = attempts > 1 && failure instanceof OptimisticLockingFailureException;
            versions.forEach((entity, version) -> entity.setVersion(kept ? Integer.valueOf(version + 1) : version));
            if (!kept) {
                throw failure;
            }
        }
    }
}

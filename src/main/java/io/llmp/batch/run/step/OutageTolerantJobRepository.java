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
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Has Spring Batch's repository save the state of jobs and steps in transactions that bear an outage of the database, so that
 * one that is saved at that moment does not end the run. What the repository creates it must create in transactions of its
 * own, and does so rarely.
 */
public final class OutageTolerantJobRepository implements BeanPostProcessor {

    private final ObjectProvider<TransactionOperations> transactions;

    public OutageTolerantJobRepository(ObjectProvider<TransactionOperations> transactions) {
        this.transactions = transactions;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (!(bean instanceof JobRepository)) {
            return bean;
        }
        InvocationHandler handler = (proxy, method, arguments) -> call(bean, method, arguments);
        return Proxy.newProxyInstance(
                JobRepository.class.getClassLoader(), new Class<?>[] {JobRepository.class}, handler);
    }

    private @Nullable Object call(Object repository, Method method, Object @Nullable [] arguments) {
        if (!method.getName().startsWith("update") || arguments == null) {
            return invoke(repository, method, arguments);
        }
        Change change = new Change(repository, method, arguments);
        try {
            transactions.getObject().executeWithoutResult(status -> change.make());
        } catch (RuntimeException e) {
            change.failed(e);
        }
        return null;
    }

    private static @Nullable Object invoke(Object repository, Method method, Object @Nullable [] arguments) {
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
            invoke(repository, method, arguments);
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

package io.llmp.batch.pipeline;

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
import org.springframework.transaction.support.TransactionOperations;

/**
 * Has Spring Batch's repository save the state of jobs and steps in transactions that bear an outage of the database, so that
 * one that is saved at that moment does not end the run. What the repository creates it must create in transactions of its
 * own, and does so rarely.
 */
final class PatientJobRepository implements BeanPostProcessor {

    private final ObjectProvider<TransactionOperations> transactions;

    PatientJobRepository(ObjectProvider<TransactionOperations> transactions) {
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
        if (!method.getName().startsWith("update")) {
            return invoke(repository, method, arguments);
        }
        transactions.getObject().executeWithoutResult(status -> invoke(repository, method, arguments));
        return null;
    }

    private static @Nullable Object invoke(Object repository, Method method, Object @Nullable [] arguments) {
        Runnable restore = versions(arguments);
        try {
            return method.invoke(repository, arguments);
        } catch (InvocationTargetException e) {
            restore.run();
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new UndeclaredThrowableException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The repository counts an entity's version up before it knows that the change is kept; what to do when it is not. */
    private static Runnable versions(Object @Nullable [] arguments) {
        IdentityHashMap<Entity, Integer> versions = new IdentityHashMap<>();
        for (Object argument : arguments == null ? new Object[0] : arguments) {
            if (argument instanceof Entity entity && entity.getVersion() != null) {
                versions.put(entity, entity.getVersion());
            }
        }
        return () -> versions.forEach(Entity::setVersion);
    }
}

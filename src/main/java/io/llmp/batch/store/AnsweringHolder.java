package io.llmp.batch.store;

import io.llmp.batch.problem.ProblemException;
import io.llmp.batch.store.home.Holder;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Connections to the process that serves the embedded database, which end when it no longer answers, for instance because it
 * was suspended: HSQLDB's client would wait for ever. What takes long is asked for as long as the process still accepts
 * other connections. Safe for use by many threads.
 */
final class AnsweringHolder {

    /** Of a call before the holder is checked, and of the check: together less than 15 s. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The methods that wait for the holder, with those that execute and prepare statements. */
    private static final Set<String> CALLS =
            Set.of("commit", "rollback", "setAutoCommit", "close", "getMetaData", "getTables");

    private final Holder holder;
    private final String url;
    private final String secret;
    private final Duration patience;
    private volatile boolean silent;

    AnsweringHolder(Holder holder, String url, String secret, Duration patience) {
        this.holder = holder;
        this.url = url;
        this.secret = secret;
        this.patience = patience;
    }

    /** @throws ProblemException when the holder does not answer */
    Connection connect() throws SQLException {
        return watched(Connection.class, call(this::open));
    }

    private Connection open() throws SQLException {
        return DriverManager.getConnection(url, HeldDatabase.USER, secret);
    }

    private <T> T watched(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Callable<Object> invocation = () -> method.invoke(target, arguments);
                    String name = method.getName();
                    try {
                        Object result = CALLS.contains(name) || name.startsWith("execute") || name.startsWith("prepare")
                                ? call(invocation)
                                : invocation.call();
                        return watched(result);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private @Nullable Object watched(@Nullable Object result) {
        if (result instanceof PreparedStatement statement) {
            return watched(PreparedStatement.class, statement);
        }
        if (result instanceof DatabaseMetaData metaData) {
            return watched(DatabaseMetaData.class, metaData);
        }
        return result instanceof Statement statement ? watched(Statement.class, statement) : result;
    }

    private <T> T call(Callable<T> action) throws SQLException {
        FutureTask<T> task = start(action);
        while (!silent) {
            try {
                return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                silent = !isAnswering();
            } catch (ExecutionException e) {
                throw cause(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SQLException("Interrupted while waiting for the database", e);
            }
        }
        throw holder.silent();
    }

    private static SQLException cause(ExecutionException e) {
        Throwable cause = e.getCause() instanceof InvocationTargetException thrown ? thrown.getCause() : e.getCause();
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        return cause instanceof SQLException sql ? sql : new SQLException(cause);
    }

    private boolean isAnswering() {
        FutureTask<Boolean> check = start(() -> {
            open().close();
            return true;
        });
        try {
            return check.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            // It has ended, or refuses: the call under way ends as well.
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static <T> FutureTask<T> start(Callable<T> action) {
        FutureTask<T> task = new FutureTask<>(action);
        Thread thread = new Thread(task, "store-call");
        thread.setDaemon(true);
        thread.start();
        return task;
    }
}

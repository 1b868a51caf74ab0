package io.llmp.batch.cli;

import io.llmp.batch.llm.ModelClient;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * Kills the process at a point of the program's ports, named by the system property {@code llmp.test.die-at} as
 * {@code PORT.METHOD:before|after:NTH-CALL}, or {@code BEAN.close:before:1} for the closing of a bean. The death is that of
 * a SIGKILL: no hook runs and nothing is flushed.
 */
public final class FaultPoint implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final Pattern POINT = Pattern.compile("(\\w+)\\.(\\w+):(before|after):(\\d+)");

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        String at = System.getProperty("llmp.test.die-at");
        if (at != null) {
            Matcher parts = POINT.matcher(at);
            if (!parts.matches()) {
                throw new IllegalArgumentException("not a point to die at: " + at);
            }
            context.getBeanFactory()
                    .addBeanPostProcessor(new Trap(
                            parts.group(1),
                            parts.group(2),
                            parts.group(3).equals("before"),
                            Integer.parseInt(parts.group(4))));
        }
    }

    private record Trap(String port, String method, boolean before, int nth, AtomicInteger calls)
            implements DestructionAwareBeanPostProcessor {

        Trap(String port, String method, boolean before, int nth) {
            this(port, method, before, nth, new AtomicInteger());
        }

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            boolean makesPort = port.equals("ModelClient") && hasInterface(bean, "Protocol");
            return isPort(bean) || makesPort ? wrap(bean) : bean;
        }

        @Override
        public void postProcessBeforeDestruction(Object bean, String name) {
            if (method.equals("close") && bean.getClass().getSimpleName().equals(port)) {
                die();
            }
        }

        private boolean isPort(Object bean) {
            return hasInterface(bean, port);
        }

        private static boolean hasInterface(Object bean, String simpleName) {
            for (Class<?> type : ClassUtils.getAllInterfaces(bean)) {
                if (type.getSimpleName().equals(simpleName)) {
                    return true;
                }
            }
            return false;
        }

        private Object wrap(Object target) {
            InvocationHandler handler = (proxy, called, arguments) -> {
                boolean counted = isPort(target) && called.getName().equals(method) && calls.incrementAndGet() == nth;
                if (counted && before) {
                    die();
                }
                Object result = invoke(target, called, arguments);
                if (counted) {
                    die();
                }
                return result instanceof ModelClient && port.equals("ModelClient") ? wrap(result) : result;
            };
            return Proxy.newProxyInstance(
                    target.getClass().getClassLoader(), ClassUtils.getAllInterfaces(target), handler);
        }

        private static @Nullable Object invoke(Object target, Method called, Object @Nullable [] arguments)
                throws Throwable {
            try {
                called.setAccessible(true);
                return called.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        private static void die() {
            Runtime.getRuntime().halt(137);
        }
    }
}

package dev.affix.benchmarks.scenarios;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** Counts the commits that go through a data source. */
final class Commits {
  private final DataSource dataSource;
  private final AtomicInteger count = new AtomicInteger();

  Commits(DataSource real) {
    dataSource =
        proxy(
            DataSource.class,
            (method, arguments) -> {
              Object result = method.invoke(real, arguments);
              return result instanceof Connection connection ? counted(connection) : result;
            });
  }

  DataSource dataSource() {
    return dataSource;
  }

  int count() {
    return count.get();
  }

  private Connection counted(Connection real) {
    return proxy(
        Connection.class,
        (method, arguments) -> {
          if (method.getName().equals("commit")) {
            count.incrementAndGet();
          }
          return method.invoke(real, arguments);
        });
  }

  private interface Call {
    Object invoke(Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            Commits.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                return call.invoke(method, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}

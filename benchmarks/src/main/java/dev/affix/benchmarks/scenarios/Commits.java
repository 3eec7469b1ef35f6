package dev.affix.benchmarks.scenarios;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** Counts the transactions that are committed through a data source, single statements too. */
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
          Object result = method.invoke(real, arguments);
          return result instanceof PreparedStatement statement ? counted(statement, real) : result;
        });
  }

  private PreparedStatement counted(PreparedStatement real, Connection connection) {
    return proxy(
        PreparedStatement.class,
        (method, arguments) -> {
          if (method.getName().startsWith("execute") && connection.getAutoCommit()) {
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

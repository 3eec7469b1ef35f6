package dev.affix.testkit;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** JDBC objects that tell a {@link StatementCounter} what passes through them. */
final class CountingProxies {
  private CountingProxies() {}

  static DataSource dataSource(DataSource target, StatementCounter counter) {
    return proxy(
        DataSource.class,
        (proxy, method, arguments) -> {
          Object result = call(proxy, target, method, arguments);
          return result instanceof Connection connection && method.getName().equals("getConnection")
              ? connection(connection, counter)
              : result;
        });
  }

  private static Connection connection(Connection target, StatementCounter counter) {
    Connection proxied =
        proxy(
            Connection.class,
            (proxy, method, arguments) -> {
              Object result;
              try {
                result = call(proxy, target, method, arguments);
              } finally {
                if (method.getName().equals("close") || method.getName().equals("abort")) {
                  counter.closed((Connection) proxy);
                }
              }
              return result instanceof Statement statement
                  ? statement((Connection) proxy, statement, method, arguments, counter)
                  : result;
            });
    counter.opened(proxied);
    return proxied;
  }

  private static Object statement(
      Connection connection,
      Statement target,
      Method maker,
      Object @Nullable [] made,
      StatementCounter counter) {
    @Nullable String prepared = made != null && made[0] instanceof String sql ? sql : null;
    Class<?> type =
        switch (maker.getName()) {
          case "prepareCall" -> CallableStatement.class;
          case "prepareStatement" -> PreparedStatement.class;
          default -> Statement.class;
        };
    List<String> batch = new ArrayList<>();
    return proxy(
        type,
        (proxy, method, arguments) -> {
          String name = method.getName();
          if (name.equals("getConnection")) {
            return connection;
          }
          String given = arguments != null && arguments[0] instanceof String sql ? sql : prepared;
          if (name.equals("addBatch") && arguments != null && given != null) {
            batch.add(given);
          } else if (name.equals("executeBatch") || name.equals("executeLargeBatch")) {
            counter.executed(prepared != null ? prepared : String.join("; ", batch));
            batch.clear();
          } else if (name.startsWith("execute")) {
            counter.executed(String.valueOf(given));
          }
          return call(proxy, target, method, arguments);
        });
  }

  // This is what equals of a proxy means: a pool's connection may be equal to the next one.
  @SuppressWarnings("ReferenceEquality")
  private static @Nullable Object call(
      Object proxy, Object target, Method method, Object @Nullable [] arguments) throws Throwable {
    if (method.getName().equals("equals") && arguments != null) {
      return proxy == arguments[0];
    }
    if (method.getName().equals("hashCode")) {
      return System.identityHashCode(proxy);
    }
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            CountingProxies.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}

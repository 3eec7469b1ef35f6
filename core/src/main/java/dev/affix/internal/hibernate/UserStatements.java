package dev.affix.internal.hibernate;

import dev.affix.internal.rows.StatementSource;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.hibernate.engine.spi.SharedSessionContractImplementor;

/**
 * Statements on the session's own connection, by the way that Hibernate's go: statement inspector,
 * SQL log and statistics see them.
 */
record UserStatements(SharedSessionContractImplementor session) implements StatementSource {

  @Override
  public PreparedStatement prepare(String sql) {
    return session.getJdbcCoordinator().getStatementPreparer().prepareStatement(sql);
  }

  @Override
  public void release(PreparedStatement statement) {
    var coordinator = session.getJdbcCoordinator();
    coordinator.getLogicalConnection().getResourceRegistry().release(statement);
    coordinator.afterStatementExecution();
  }

  @Override
  public RuntimeException translate(SQLException failure, String sql) {
    return session
        .getJdbcServices()
        .getSqlExceptionHelper()
        .convert(failure, "Affix could not execute its statement", sql);
  }
}

/**
 * The only door to the tables: one class a table, each statement once. The compare-and-sets of a
 * blob's life are methods here and say by their result who won. Everything runs on a connection
 * that somebody else opened ({@link dev.affix.internal.rows.Sql}).
 */
@NullMarked
package dev.affix.internal.rows;

import org.jspecify.annotations.NullMarked;

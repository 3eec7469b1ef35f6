package dev.affix.internal.rows;

/**
 * A column of the user's own that refers to a blob and so keeps it alive.
 *
 * @param table qualified and quoted as the database wants it
 * @param column likewise
 */
public record BlobReference(String table, String column) {}

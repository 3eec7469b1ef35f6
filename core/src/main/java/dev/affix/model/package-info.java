/**
 * The tables as immutable entities, for queries and for associations of your own entities to {@link
 * dev.affix.model.Blob}. They are contributed to every persistence unit; nobody lists them. Rows
 * are changed through handles only.
 */
@NullMarked
package dev.affix.model;

import org.jspecify.annotations.NullMarked;

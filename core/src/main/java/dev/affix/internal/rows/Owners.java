package dev.affix.internal.rows;

import java.util.Map;
import java.util.Set;

/**
 * The owners that entities are mapped for.
 *
 * @param types their names in the rows
 * @param tables where they are, by type; fewer than types where ids cannot be read from text
 */
public record Owners(Set<String> types, Map<String, OwnerTable> tables) {}

package dev.affix.internal.mapping;

/**
 * A mapped entity class as the persistence provider knows it.
 *
 * @param type the class
 * @param root the root of its hierarchy
 * @param rootName entity name of the root
 */
public record EntityClass(Class<?> type, Class<?> root, String rootName) {}

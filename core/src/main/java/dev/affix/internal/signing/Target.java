package dev.affix.internal.signing;

/**
 * The attachment that a direct upload is for, and by whom.
 *
 * @param ownerType name of the owners in the tables
 * @param name of the attachment in the tables
 */
public record Target(String ownerType, String name, Principal principal) {}

/**
 * Translates Hibernate's events into calls of the other rooms, and their wishes into Hibernate's
 * calls; decides nothing. The only package that imports {@code org.hibernate}, the entities'
 * mapping annotations aside.
 */
@NullMarked
package dev.affix.internal.hibernate;

import org.jspecify.annotations.NullMarked;

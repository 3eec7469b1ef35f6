/**
 * What stands behind a handle in an entity: its state, the tie to its owner's row, and what it asks
 * of the session and of the other rooms.
 */
@NullMarked
package dev.affix.internal.handles;

import org.jspecify.annotations.NullMarked;

/**
 * The transitions: attach, share, replace, detach, purge, owner removed. Each runs in the user's
 * transaction, on rows only; bytes were staged before.
 */
@NullMarked
package dev.affix.internal.attaching;

import org.jspecify.annotations.NullMarked;

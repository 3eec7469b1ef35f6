/** The batch loader: one statement for an attachment of every owner in sight. */
@NullMarked
package dev.affix.internal.loading;

import org.jspecify.annotations.NullMarked;

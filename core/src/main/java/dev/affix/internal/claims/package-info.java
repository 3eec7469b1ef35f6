/** Whose a place is: environments mark their storage, and nobody else deletes there. */
@NullMarked
package dev.affix.internal.claims;

import org.jspecify.annotations.NullMarked;

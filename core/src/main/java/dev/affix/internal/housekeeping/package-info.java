/**
 * What must happen some time: due deletions, expired staged blobs; and looking whether all is well.
 */
@NullMarked
package dev.affix.internal.housekeeping;

import org.jspecify.annotations.NullMarked;

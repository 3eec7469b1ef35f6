/** Bulk work on the files of an attachment: page by page, at a pace, from a cursor to the next. */
@NullMarked
package dev.affix.internal.bulk;

import org.jspecify.annotations.NullMarked;

/**
 * How fast bulk work may go, and what it watches: start at {@link dev.affix.pace.Pace}. The
 * database and the storage set the pace; a number is only the ceiling.
 */
@NullMarked
package dev.affix.pace;

import org.jspecify.annotations.NullMarked;

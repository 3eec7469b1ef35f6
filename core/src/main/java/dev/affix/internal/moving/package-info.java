/** Moves files from one storage service to another while they are served. */
@NullMarked
package dev.affix.internal.moving;

import org.jspecify.annotations.NullMarked;

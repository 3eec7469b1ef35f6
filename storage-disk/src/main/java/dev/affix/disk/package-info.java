/** A storage service on a file system. */
@NullMarked
package dev.affix.disk;

import org.jspecify.annotations.NullMarked;

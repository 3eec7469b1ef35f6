/**
 * Files over HTTP without a framework: a {@link dev.affix.serving.FileRequest} goes into a {@link
 * dev.affix.serving.FileHandler}, a {@link dev.affix.serving.FileResponse} comes out. An adapter
 * for a server translates these two and decides nothing.
 */
@NullMarked
package dev.affix.serving;

import org.jspecify.annotations.NullMarked;

/**
 * Builds the jars of this module from npm packages. Run by the build and by bin/setup, from source
 * too, so it uses nothing but the JDK; no jar contains it.
 */
@org.jspecify.annotations.NullMarked
package dev.affix.vips.natives;

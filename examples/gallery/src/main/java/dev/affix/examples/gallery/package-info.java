/**
 * A gallery of people, each with a photograph and an album: Affix with Hibernate, H2, files on disk
 * and the JDK's own HTTP server. {@link dev.affix.examples.gallery.Person} and {@link
 * dev.affix.examples.gallery.People} are what an application writes; the rest is a small website.
 */
@NullMarked
package dev.affix.examples.gallery;

import org.jspecify.annotations.NullMarked;

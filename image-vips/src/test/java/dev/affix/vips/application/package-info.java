/** An application of its own, that uses no more than everybody can. */
@org.jspecify.annotations.NullMarked
package dev.affix.vips.application;

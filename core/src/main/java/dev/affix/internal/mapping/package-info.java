/** Annotations, read once into values; every fault is found here and told at once. */
@NullMarked
package dev.affix.internal.mapping;

import org.jspecify.annotations.NullMarked;

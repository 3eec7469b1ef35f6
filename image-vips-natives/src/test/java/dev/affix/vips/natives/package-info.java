@org.jspecify.annotations.NullMarked
package dev.affix.vips.natives;

/** Image variants by libvips; start at {@link dev.affix.vips.VipsImageProcessor}. */
module dev.affix.vips {
  requires transitive dev.affix.core;
  requires org.slf4j;

  exports dev.affix.vips;
}

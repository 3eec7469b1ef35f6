/** Objects as files below a folder; see {@link dev.affix.disk.DiskService}. */
module dev.affix.disk {
  requires transitive dev.affix.core;
  requires static org.jspecify;
  requires org.slf4j;

  exports dev.affix.disk;
}

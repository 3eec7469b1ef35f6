# shellcheck shell=bash
# libvips: the system's, or the one self-contained file of an npm package. Read by bin/setup.
# shellcheck disable=SC2034,SC2154 # variables are shared with bin/setup

system_vips() {
  local file
  [ "$system" = yes ] || return 1
  for file in /usr/lib/*-linux-gnu*/libvips.so.42 /usr/lib64/libvips.so.42 /usr/lib/libvips.so.42 \
    /usr/local/lib/libvips.so.42 /usr/local/lib/*-linux-gnu*/libvips.so.42 \
    /opt/homebrew/lib/libvips.42.dylib /usr/local/lib/libvips.42.dylib; do
    if [ -e "$file" ]; then
      say "libvips   $file"
      return 0
    fi
  done
  return 1
}

# fetch_natives: the archive that the build packs for this machine, too; its digest is checked. Sets vips_archive.
fetch_natives() {
  vips_archive=$("$jdk/bin/java" image-vips-natives/src/main/java/dev/affix/vips/natives/BuildNatives.java \
    archive image-vips-natives var/natives this 2>"$state/natives.log") && return
  sed 's/^/  /' "$state/natives.log" >&2
  return 1
}

natives_version() { awk '$1 == "linux-x64" { print $3 }' image-vips-natives/packages.txt; }

npm_vips() {
  local folder file round
  folder=$state/vips-$(natives_version)
  for round in present unpacked; do
    for file in "$folder"/lib/libvips-cpp.so.* "$folder"/lib/libvips-cpp.*.dylib; do
      if [ -f "$file" ]; then
        vips_file=$PWD/$file
        say "libvips   $vips_file"
        return 0
      fi
    done
    if [ "$round" = present ]; then
      news "unpacking libvips of an npm package into $folder"
      fetch_natives || return 1
      rm -rf "$folder"
      mkdir "$folder" && tar -xzf "$vips_archive" -C "$folder" --strip-components=1 || return 1
    fi
  done
  return 1
}

# The build fetches what it lacks by itself. Here CI learns of it early, for it leaves out what it cannot have.
find_natives() {
  local file
  for file in var/natives/img-sharp-libvips-*-"$(natives_version)".tgz; do
    if [ -f "$file" ]; then
      say "Natives   var/natives"
      return
    fi
  done
  news "fetching the npm package with libvips into var/natives"
  if fetch_natives; then
    say "Natives   var/natives"
  elif [ "${CI:-}" = true ]; then
    lack "the npm package with libvips, whose jar CI tests." \
      "  put npm on the PATH, or set NPM_CONFIG_REGISTRY to an npm registry, and run bin/setup again"
  else
    news "no libvips of an npm package; the build leaves its jar out, and the tests that run on it."
  fi
}

# A path that the caller set is told apart from the one an earlier run wrote: that one is looked for again.
find_vips() {
  vips_file=
  if [ -n "${AFFIX_VIPS_LIBRARY:-}" ] && [ -e "$AFFIX_VIPS_LIBRARY" ]; then
    vips_file=$AFFIX_VIPS_LIBRARY
    say "libvips   $vips_file (AFFIX_VIPS_LIBRARY)"
    return
  fi
  if [ -n "${AFFIX_VIPS_LIBRARY:-}" ]; then news "AFFIX_VIPS_LIBRARY names no file: '$AFFIX_VIPS_LIBRARY'; looking elsewhere"; fi
  system_vips && return
  # Unpacked before by somebody who may not install: no need to ask the package manager each time.
  if ! may_install && npm_vips; then return; fi
  if install_package "libvips42t64 libvips42" "vips" "vips" "vips" && system_vips; then return; fi
  npm_vips && return
  lack "libvips, which makes the image variants. Get it in one of these ways:" \
    "  Debian, Ubuntu: apt-get install -y --no-install-recommends libvips42   (libvips42t64 from Debian 13, Ubuntu 24.04 on)" \
    "  Fedora: dnf install -y vips     Alpine: apk add vips     macOS: brew install vips" \
    "  without root: put npm on the PATH, or set NPM_CONFIG_REGISTRY to an npm registry, and run bin/setup again;" \
    "    it unpacks the package of image-vips-natives/packages.txt under var/setup" \
    "  or set AFFIX_VIPS_LIBRARY to the library's file"
}

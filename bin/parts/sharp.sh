# shellcheck shell=bash
# sharp from npm, a peer that the benchmark of variants measures beside; none is part of this repository. Read by bin/setup.
# shellcheck disable=SC2034,SC2154 # variables are shared with bin/setup

sharp_package=0.35.5

sharp=

# Whether node loads the package from that folder.
sharp_works() { (cd "$1" && node -e "require('sharp')") >/dev/null 2>&1; }

# A peer more is good to have; without it a benchmark prints fewer lines.
find_sharp() {
  local folder=$PWD/$state/sharp-$sharp_package
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    say "sharp     not measured beside: there is no node and npm"
    return 0
  fi
  if ! [ -d "$folder/node_modules/sharp" ]; then
    news "unpacking npm package sharp@$sharp_package"
    mkdir -p "$folder"
    # What it needs comes as packages of its own, so no script of any has to run.
    logged sharp npm install --silent --ignore-scripts --no-save --no-package-lock --no-audit --no-fund \
      --prefix "$folder" "sharp@$sharp_package" || true
  fi
  if sharp_works "$folder"; then
    sharp=$folder
    say "sharp     $folder"
  else
    news "sharp could not be had; bin/bench variant leaves it out"
  fi
}

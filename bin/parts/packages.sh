# shellcheck shell=bash
# Packages of the system, of npm, and .deb files unpacked without root. Read by bin/setup.
# shellcheck disable=SC2034,SC2154 # variables are shared with bin/setup

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  else
    sudo -n "$@"
  fi
}

may_install() {
  [ "$system" = yes ] || return 1
  [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }
}

# logged NAME COMMAND..: keeps the output in a file and shows its end only when the command fails.
logged() {
  local log=$state/$1.log
  shift
  if ! "$@" >"$log" 2>&1; then
    tail -n 5 "$log" | sed 's/^/  /' >&2
    return 1
  fi
}

# Told from a captured answer: under pipefail a reader that stops early would turn a yes into a no.
apt_knows() { [[ $(apt-cache policy "$1" 2>/dev/null) == *"Candidate: "[!\(]* ]]; }

apt_get() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 "$@"; }

# The first of the given names that apt can install; lists are fetched when they know none.
apt_name() {
  local round name
  for round in known fetched; do
    for name in "$@"; do
      if apt_knows "$name"; then
        echo "$name"
        return 0
      fi
    done
    if [ "$round" = known ]; then logged apt-update apt_get update || return 1; fi
  done
  return 1
}

# install_package APT-NAMES DNF-NAME APK-NAME BREW-NAME: an empty name means "not from there".
install_package() {
  local name
  if [ "$system" = yes ] && [ -n "$4" ] && command -v brew >/dev/null && [ "$(id -u)" != 0 ]; then
    news "installing $4 with brew"
    logged "brew-$4" brew install "$4"
    return
  fi
  may_install || return 1
  if command -v apt-get >/dev/null && [ -n "$1" ]; then
    # shellcheck disable=SC2086 # several names
    name=$(apt_name $1) || return 1
    news "installing $name with apt-get"
    logged "apt-$name" apt_get install -y --no-install-recommends "$name"
  elif command -v dnf >/dev/null && [ -n "$2" ]; then
    news "installing $2 with dnf"
    logged "dnf-$2" as_root dnf install -y "$2"
  elif command -v apk >/dev/null && [ -n "$3" ]; then
    news "installing $3 with apk"
    logged "apk-$3" as_root apk add --no-cache "$3"
  else
    return 1
  fi
}

# npm_unpack NAME@VERSION FOLDER: npm checks the archive's digest, nothing of the package is run.
npm_unpack() {
  local work
  command -v npm >/dev/null || return 1
  news "unpacking npm package $1"
  work=$(mktemp -d "$state/npm.XXXXXX")
  if logged npm npm pack --silent --ignore-scripts --pack-destination "$work" "$1" &&
    tar -xzf "$work"/*.tgz -C "$work"; then
    rm -rf "$2"
    mv "$work/package" "$2"
    rm -rf "$work"
  else
    rm -rf "$work"
    return 1
  fi
}

# deb_unpack NAME FOLDER: needs no root; keeps lists of its own where the machine has none.
deb_unpack() {
  local name=$1 folder=$2 lists=$PWD/$state/apt options=()
  command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || return 1
  if ! apt_knows "$name"; then
    mkdir -p "$lists/lists/partial" "$lists/cache/archives/partial"
    options=(-o "Dir::State::lists=$lists/lists" -o "Dir::Cache=$lists/cache")
    logged apt-lists apt-get "${options[@]}" update || return 1
  fi
  mkdir -p "$folder"
  (cd "$folder" && apt-get ${options[@]+"${options[@]}"} -qq download "$name") >"$state/deb.log" 2>&1 || return 1
  rm -rf "$lists"
  dpkg-deb -x "$folder/$name"_*.deb "$folder"
}

# shellcheck shell=bash
# A JDK of at least 25 and Maven. Read by bin/setup.
# shellcheck disable=SC2034,SC2154 # variables are shared with bin/setup

jdk_fits() {
  local version major
  [ -x "$1/bin/javac" ] && [ -f "$1/release" ] || return 1
  version=$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$1/release")
  major=${version%%[!0-9]*}
  [ -n "$major" ] && [ "$major" -ge 25 ]
}

search_jdk() {
  local on_path='' folder
  if command -v javac >/dev/null; then
    on_path=$(readlink -f "$(command -v javac)" 2>/dev/null || true)
    on_path=${on_path%/bin/javac}
  fi
  for folder in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* "${HOME:-/nonexistent}"/.sdkman/candidates/java/* \
    "${HOME:-/nonexistent}"/.jdks/* /opt/* /opt/java/* /usr/local/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*; do
    if [ -n "$folder" ] && jdk_fits "$folder"; then
      jdk=$folder
      return 0
    fi
  done
  return 1
}

find_jdk() {
  jdk=
  if ! search_jdk; then
    install_package "openjdk-25-jdk-headless" "java-25-openjdk-devel" "openjdk25" "openjdk@25" || true
    search_jdk || true
  fi
  if [ -n "$jdk" ]; then
    say "JDK       $jdk"
    return
  fi
  stop "a JDK of at least 25. Looked at JAVA_HOME, PATH, /usr/lib/jvm, ~/.sdkman, ~/.jdks, /opt and /usr/local." \
    "  Install one (for example Temurin 25) and run again, or set JAVA_HOME to its folder."
}

maven_version() { mvn -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9][0-9.]*\).*/\1/p'; }

find_maven() {
  local mvn version
  command -v mvn >/dev/null || install_package "maven" "maven" "maven" "maven" || true
  if mvn=$(command -v mvn); then
    # Asking Maven takes half a second, so the answer is kept beside the path it was given for.
    if [ "$(sed -n 1p "$state/maven" 2>/dev/null)" = "$mvn" ] && [ "$state/maven" -nt "$mvn" ]; then
      say "Maven     $mvn"
      return
    fi
    version=$(JAVA_HOME=$jdk maven_version)
    if [ "$(printf '%s\n' 3.8.6 "$version" | sort -V | head -n 1)" = 3.8.6 ]; then
      printf '%s\n%s\n' "$mvn" "$version" >"$state/maven"
      say "Maven     $mvn ($version)"
      return
    fi
    stop "Maven of at least 3.8.6; '$mvn' is '$version'."
  fi
  stop "Maven of at least 3.8.6 on the PATH (Debian: apt-get install -y --no-install-recommends maven)."
}

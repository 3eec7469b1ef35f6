# shellcheck shell=bash
# Builds one module with what it needs and runs a main class of it. Read by bin/demo, bin/bench and bin/torture.

. bin/parts/maven.sh

# fresh MODULE: its class path is known, whole, and newer than every source and POM.
fresh() {
  local path=$1/target/classpath stamp=$1/target/launch.stamp entry entries changed
  [ -f "$path" ] && [ -f "$stamp" ] && [ -d "$1/target/classes" ] || return 1
  IFS=: read -r -a entries <"$path" || [ "${#entries[@]}" -gt 0 ]
  for entry in "${entries[@]}"; do
    [ -e "$entry" ] || return 1
  done
  changed=$(find . \( -name target -o -name .git -o -path ./var -o -path '*/src/test' \) -prune -o \
    \( -name pom.xml -o -path '*/src/main/*' \) -newer "$stamp" -print -quit)
  [ -z "$changed" ]
}

build() {
  local module=$1 started
  started=$(mktemp var/setup/build.XXXXXX)
  echo "building $module" >&2
  # The stamp carries the time before the build: what is edited meanwhile is built next time.
  if mvn -B -q -ntp -pl "$module" -am package -Dmaven.test.skip=true -Dmaven.source.skip=true \
    -Dmaven.javadoc.skip=true -Dspotless.check.skip=true dependency:build-classpath \
    -Dmdep.outputFile=target/classpath -Dmdep.includeScope=runtime >&2; then
    touch -r "$started" "$module/target/launch.stamp"
    rm -f "$started"
  else
    rm -f "$started"
    echo "building $module failed; bin/test shows more" >&2
    return 1
  fi
}

launch() {
  local module=$1 main=$2
  shift 2
  if ! [ -f "$module/pom.xml" ]; then
    echo "there is no module '$module' here" >&2
    exit 1
  fi
  fresh "$module" || build "$module"
  exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED \
    -cp "$module/target/classes:$(cat "$module/target/classpath")" "$main" "$@"
}

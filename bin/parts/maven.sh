# shellcheck shell=bash
# Read by the scripts that build. Maven's own libraries trip warnings of newer JDKs; they say nothing about this project.
export MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED"

# shellcheck shell=bash
# Runs a benchmark of the end-to-end tests' classes. Sourced by the scripts above; home is the product's folder.

home=${home:?"the calling script sets it"}
# shellcheck source=bin/lib/jdk.sh
. "$home/bin/lib/jdk.sh"

# benchmark_run CLASS ARGUMENT…: replaces this shell by the benchmark. --help prints the head of the calling script.
benchmark_run() {
  local program=$1 script classes libraries java_home options
  script=$(basename "$0")
  shift
  if [ "${1:-}" = --help ] || [ "${1:-}" = -h ]; then
    sed -n '2,/^set -/p' "$0" | sed '/^set -/d; s/^# \{0,1\}//'
    exit 0
  fi
  classes="$home/e2e/target/test-classes"
  libraries="$home/registry/target/quarkus-app/lib/main"
  if [ ! -d "$classes" ] || [ ! -d "$libraries" ]; then
    echo "$script: Tried to start but failed because $classes or $libraries is missing. Build first: ./mvnw package -DskipTests" >&2
    exit 1
  fi
  java_home=$(jdk_find java) || {
    echo "$script: Tried to start but failed because no Java $JDK_WANTED or newer was found. Set JAVA_HOME." >&2
    exit 1
  }
  options=(-Xmx256m -Dvmregistry.home="$home")
  if [ -n "${TMPDIR:-}" ]; then options+=(-Djava.io.tmpdir="$TMPDIR"); fi
  exec "$java_home/bin/java" "${options[@]}" -cp "$classes:$libraries/*" "$program" "$@"
}

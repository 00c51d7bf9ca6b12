# shellcheck shell=bash
# Runs a program of the end-to-end tests' classes. Sourced by the scripts above; home is the product's folder.

home=${home:?"the calling script sets it"}
# shellcheck source=bin/lib/jdk.sh
. "$home/bin/lib/jdk.sh"

# test_program NAME CLASS ARGUMENT…: replaces this shell by the program.
test_program() {
  local name=$1 program=$2 java_home options
  local target="$home/e2e/target"
  shift 2
  if [ ! -d "$target/test-classes" ] || [ ! -r "$target/test.classpath" ]; then
    echo "$name: Tried to start but failed because $target has no test-classes or test.classpath. Build first: ./mvnw package -DskipTests" >&2
    exit 1
  fi
  java_home=$(jdk_find java) || {
    echo "$name: Tried to start but failed because no Java $JDK_WANTED or newer was found. Set JAVA_HOME." >&2
    exit 1
  }
  # A benchmark's servers print a line for each request, and what they print is kept.
  options=(-Xmx768m -Dvmregistry.home="$home")
  if [ -n "${TMPDIR:-}" ]; then options+=(-Djava.io.tmpdir="$TMPDIR"); fi
  exec "$java_home/bin/java" "${options[@]}" -cp "$target/test-classes:$(cat "$target/test.classpath")" "$program" "$@"
}

# benchmark_run CLASS ARGUMENT…: as test_program; --help prints the head of the calling script.
benchmark_run() {
  local program=$1
  shift
  if [ "${1:-}" = --help ] || [ "${1:-}" = -h ]; then
    sed -n '2,/^set -/p' "$0" | sed '/^set -/d; s/^# \{0,1\}//'
    exit 0
  fi
  test_program "$(basename "$0")" "$program" "$@"
}

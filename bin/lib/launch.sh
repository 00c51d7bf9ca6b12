# shellcheck shell=bash
# Starts one of the programs from the folder that it was built in. Sourced by the launchers beside it.

# shellcheck source=bin/lib/jdk.sh
. "$(dirname "${BASH_SOURCE[0]}")/jdk.sh"

# launch PROGRAM JAR DEFAULT_JVM_OPTIONS -- ARGUMENTS: replaces this shell by the program.
# VM_REGISTRY_JAVA_OPTS is added behind the defaults, so that it wins. Where the build left an .aot beside the jar, the program
# starts with it; what the virtual machine has to say of that goes nowhere near the program's output.
launch() {
  local program=$1 jar home java_home options=()
  home=$(dirname "$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")")
  jar="$home/$2"
  shift 2
  while [ "$1" != -- ]; do
    options+=("$1")
    shift
  done
  shift
  if [ ! -r "$jar" ]; then
    echo "$program: Tried to start but failed because $jar is missing. Build it first: ./mvnw package -DskipTests" >&2
    exit 1
  fi
  java_home=$(jdk_find java) || {
    echo "$program: Tried to start but failed because no Java $JDK_WANTED or newer was found. Install one or set JAVA_HOME." >&2
    exit 1
  }
  if [ -r "${jar%.jar}.aot" ]; then
    options+=("-XX:AOTCache=${jar%.jar}.aot" -Xlog:disable -Xlog:all=error:stderr)
  fi
  # shellcheck disable=SC2086 # options are separated by spaces, as in JAVA_TOOL_OPTIONS
  exec "$java_home/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    "${options[@]}" ${VM_REGISTRY_JAVA_OPTS:-} -jar "$jar" "$@"
}

# shellcheck shell=bash
# Finds a JDK of at least version 25. Sourced by the launchers, quickstart and verify.

JDK_WANTED=25

# Prints the major version of the JDK in a folder; fails when there is none.
jdk_major() {
  local version
  if [ ! -x "$1/bin/java" ]; then return 1; fi
  if [ -r "$1/release" ]; then
    version=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9]*\).*/\1/p' "$1/release")
  else
    version=$("$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)
  fi
  [ -n "$version" ] && echo "$version"
}

# Where a JDK is kept that had to be unpacked because the system's packages have none.
jdk_private_home() {
  # Where HOME is not set, the shell still knows the account's.
  local home=~
  echo "${XDG_CACHE_HOME:-$home/.cache}/vm-registry/jdk-$JDK_WANTED"
}

# Prints the folder of the first JDK that is new enough: JAVA_HOME, the one on the PATH, the usual places. With "javac"
# as the argument, only one that can compile. Fails when there is none.
# shellcheck disable=SC2120 # the argument is optional
jdk_find() {
  local tool=${1:-java} candidate on_path major
  on_path=$(command -v java || true)
  if [ -n "$on_path" ]; then on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")"); fi
  for candidate in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* "${HOME:-/nowhere}"/.sdkman/candidates/java/* /opt/jdk* \
    /opt/java/* "$(jdk_private_home)"; do
    if [ -z "$candidate" ] || [ ! -x "$candidate/bin/$tool" ]; then continue; fi
    major=$(jdk_major "$candidate") || continue
    if [ "$major" -ge "$JDK_WANTED" ]; then
      echo "$candidate"
      return 0
    fi
  done
  return 1
}

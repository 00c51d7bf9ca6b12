# shellcheck shell=bash
# What quickstart and verify need from the system, and how they get it. Sourced by them.

# shellcheck source=bin/lib/jdk.sh
. "$(dirname "${BASH_SOURCE[0]}")/jdk.sh"

# shellcheck disable=SC2034 # used by the scripts that source this one
# libvirt with QEMU and its networks; disks and seeds.
HYPERVISOR_PACKAGES=(libvirt-daemon-system libvirt-clients libvirt-daemon-driver-qemu qemu-system-x86 qemu-utils
  dnsmasq-base iptables nftables xorriso iproute2)
# shellcheck disable=SC2034
# The small guest that is built when no disk is given.
GUEST_PACKAGES=(busybox-static syslinux syslinux-common mtools dosfstools fdisk cpio xz-utils zstd)
# shellcheck disable=SC2034
# What the scripts themselves call.
BASIC_PACKAGES=(ca-certificates curl unzip procps)
# shellcheck disable=SC2034
# What only the checks call: clients of others are tested with, and a database as administrators have it.
CHECK_PACKAGES=(shellcheck git openssl skopeo buildah podman postgresql neovim)
# shellcheck disable=SC2034
# For the editors' parts, where there is no Node.js that is new enough: another source's has npm inside.
NODE_PACKAGES=(nodejs npm)

# debian, ubuntu, or another word from /etc/os-release; empty where there is none. A derivative counts as its parent.
system_family() {
  local id='' like=''
  if [ -r /etc/os-release ]; then
    id=$(sed -n 's/^ID="\{0,1\}\([^"]*\)"\{0,1\}$/\1/p' /etc/os-release)
    like=$(sed -n 's/^ID_LIKE="\{0,1\}\([^"]*\)"\{0,1\}$/\1/p' /etc/os-release)
  fi
  case " $id $like " in
    *" ubuntu "*) echo ubuntu ;;
    *" debian "*) echo debian ;;
    *) echo "$id" ;;
  esac
}

system_has_apt() {
  case $(system_family) in debian | ubuntu) command -v apt-get >/dev/null ;; *) return 1 ;; esac
}

# Runs a command as root: as it is, or through sudo. Fails where neither is possible.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    echo "Tried to run \"$*\" as root but failed because this is not root and there is no sudo." >&2
    return 1
  fi
}

# Asks a yes-or-no question. Without a terminal, or with ASSUME_YES=1, the answer is yes.
confirm() {
  local answer
  if [ "${ASSUME_YES:-0}" = 1 ] || [ ! -t 0 ]; then return 0; fi
  read -r -p "$1 [Y/n] " answer
  case $answer in '' | y | Y | yes) return 0 ;; *) return 1 ;; esac
}

# Prints those of the named packages that are not installed.
packages_missing() {
  local package
  for package in "$@"; do
    if ! dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^ii'; then echo "$package"; fi
  done
}

apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

# packages_ensure PACKAGE…: installs what is missing, after saying what and asking. On a system without apt it says what
# is missing and fails.
packages_ensure() {
  local missing log
  if ! system_has_apt; then
    echo "This system is neither Debian nor Ubuntu. Install the equivalents of: $*" >&2
    return 1
  fi
  mapfile -t missing < <(packages_missing "$@")
  if [ "${#missing[@]}" -eq 0 ]; then return 0; fi
  echo "Packages to install: ${missing[*]}"
  confirm "Install them with apt-get?" || return 1
  log=$(mktemp)
  if { as_root apt-get update && apt_install "${missing[@]}"; } >"$log" 2>&1; then
    rm -f "$log"
  else
    tail -n 20 "$log" >&2
    echo "Tried to install ${missing[*]} but failed because apt-get did; the whole output is in $log." >&2
    return 1
  fi
}

# Prints the folder of a JDK that can compile, installing one where there is none.
jdk_ensure() {
  local home
  if home=$(jdk_find javac); then
    echo "$home"
    return 0
  fi
  if ! system_has_apt; then
    echo "No JDK $JDK_WANTED or newer was found. Install one (openjdk-$JDK_WANTED-jdk, or Temurin $JDK_WANTED) or set JAVA_HOME." >&2
    return 1
  fi
  jdk_install >&2 || return 1
  jdk_find javac || {
    echo "Tried to install a JDK but failed because none is there afterwards." >&2
    return 1
  }
}

jdk_install() {
  local package=openjdk-$JDK_WANTED-jdk-headless
  if [ -z "$(apt-cache policy "$package" 2>/dev/null | sed -n 's/^ *Candidate: \([0-9].*\)$/\1/p')" ]; then
    as_root apt-get update >/dev/null
  fi
  if [ -n "$(apt-cache policy "$package" 2>/dev/null | sed -n 's/^ *Candidate: \([0-9].*\)$/\1/p')" ]; then
    packages_ensure "$package"
  elif [ "$(system_family)" = debian ]; then
    jdk_unpack_from_newer_suite
  else
    echo "No package $package is known here. Install a JDK $JDK_WANTED or newer and set JAVA_HOME." >&2
    return 1
  fi
}

# debian_download SUITE FOLDER PACKAGE…: fetches packages of another release of Debian into FOLDER/debs, from the mirror that
# apt uses; with an empty SUITE of the release that runs. Nothing of the system is changed.
debian_download() {
  local suite=$1 apt=$2 mirror options=()
  shift 2
  mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/debs"
  if [ -n "$suite" ]; then
    # shellcheck disable=SC2016 # apt's own placeholder
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 2>/dev/null |
      grep -v security | head -n 1 || true)
    if [ -z "$mirror" ]; then
      echo "Tried to find Debian's mirror but failed because apt has no sources." >&2
      return 1
    fi
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" >"$apt/sources.list"
    options=(-o "Dir::Etc::SourceList=$apt/sources.list" -o Dir::Etc::SourceParts=/dev/null)
  fi
  options+=(-o "Dir::State::Lists=$apt/lists" -o "Dir::Cache=$apt/cache" -o Debug::NoLocking=1)
  if ! (cd "$apt/debs" && apt-get "${options[@]}" update && apt-get "${options[@]}" download "$@") >"$apt/log" 2>&1; then
    tail -n 5 "$apt/log" >&2
    return 1
  fi
}

# debian_unpack SUITE PACKAGE FOLDER: unpacks one package, for a program that needs nothing but a C library.
debian_unpack() {
  local apt binary
  apt=$(mktemp -d)
  if ! debian_download "$1" "$apt" "$2"; then
    rm -rf "$apt"
    return 1
  fi
  for binary in "$apt"/debs/*.deb; do dpkg-deb -x "$binary" "$3"; done
  rm -rf "$apt"
}

# Debian 12 has no JDK 25. The next release's is unpacked into a folder of its own, beside the C library that it was
# built against; nothing of the system is changed or upgraded.
jdk_unpack_from_newer_suite() {
  local home apt binary interpreter
  home=$(jdk_private_home)
  echo "This release of Debian has no JDK $JDK_WANTED: the next release's will be unpacked into $home (about 450 MB)."
  confirm "Go on?" || return 1
  packages_ensure patchelf p11-kit ca-certificates debian-archive-keyring || return 1
  apt=$(mktemp -d)
  if ! debian_download trixie "$apt" "openjdk-$JDK_WANTED-jdk-headless" "openjdk-$JDK_WANTED-jre-headless" \
    libc6 libgcc-s1 libstdc++6 zlib1g; then
    rm -rf "$apt"
    echo "Tried to download a JDK but failed. Install a JDK $JDK_WANTED or newer and set JAVA_HOME." >&2
    return 1
  fi
  for binary in "$apt"/debs/*.deb; do dpkg-deb -x "$binary" "$apt/root"; done
  rm -rf "$home"
  mkdir -p "$home"
  cp -r "$apt/root/usr/lib/jvm/java-$JDK_WANTED-openjdk-$(dpkg --print-architecture)/." "$home/"
  jdk_relink_configuration "$apt/root" "$home"
  # The certificates that the system trusts; Debian's JDK takes them from a package that wants a whole Java of its own.
  trust extract --overwrite --format=java-cacerts --filter=ca-anchors --purpose=server-auth "$home/lib/security/cacerts"
  mkdir -p "$home/clib"
  find "$apt/root/usr/lib" "$apt/root/lib" -path '*-linux-gnu/*' ! -path '*/gconv/*' -name '*.so*' -exec cp -a {} "$home/clib/" \; 2>/dev/null
  interpreter=$(find "$home/clib" -name 'ld-linux*' | head -n 1)
  for binary in "$home"/bin/* "$home"/lib/jspawnhelper; do
    if [ -f "$binary" ] && [ ! -L "$binary" ]; then
      patchelf --set-interpreter "$interpreter" --force-rpath --set-rpath "$home/lib:$home/lib/jli:$home/clib" "$binary"
    fi
  done
  rm -rf "$apt"
  "$home/bin/java" -version 2>&1 | head -n 1
}

# Debian's JDK links its configuration into /etc; every such link becomes the file that it named.
jdk_relink_configuration() {
  local root=$1 home=$2 link target
  while IFS= read -r link; do
    target=$(readlink "$link")
    case $target in
      /etc/ssl/certs/*) rm "$link" ;;
      /*)
        if [ -e "$root$target" ]; then
          rm "$link"
          cp -rL "$root$target" "$link"
        fi
        ;;
    esac
  done < <(find "$home" -type l)
}

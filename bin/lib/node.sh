# shellcheck shell=bash
# Node.js and the packages that the editors' parts and the checks take from npm. Sourced by the scripts that need them.

NODE_WANTED=18

# Says what is wrong when there is no Node.js that is new enough, with npm.
node_check() {
  local major
  major=$(node --version 2>/dev/null | sed -n 's/^v\([0-9]*\).*/\1/p')
  if [ -z "$major" ] || [ "$major" -lt "$NODE_WANTED" ] || ! command -v npm >/dev/null; then
    echo "Node.js $NODE_WANTED or newer with npm is needed (${major:+found $major; }packages nodejs and npm)." >&2
    return 1
  fi
}

# node_packages FOLDER: prints where the packages of FOLDER's package-lock.json lie, fetching them once from the registry
# that npm is configured for. They are kept by the lock file's content, so no two versions of it share them.
node_packages() {
  local folder=$1 home=~ kept work
  node_check || return 1
  kept="${XDG_CACHE_HOME:-$home/.cache}/vm-registry/node-packages/$(sha256sum <"$folder/package-lock.json" | cut -c1-16)"
  if [ ! -d "$kept" ]; then
    mkdir -p "$(dirname "$kept")"
    work=$(mktemp -d "$kept.XXXXXX")
    cp "$folder/package.json" "$folder/package-lock.json" "$folder/.npmrc" "$work/"
    if ! (cd "$work" && npm ci) >"$work/npm.log" 2>&1; then
      tail -n 20 "$work/npm.log" >&2
      rm -rf "$work"
      echo "Tried to fetch the Node packages of $folder but failed because \"npm ci\" did. Check npm's registry (npm ping)." >&2
      return 1
    fi
    # Where another script was faster, its packages are as good.
    mv -T "$work" "$kept" 2>/dev/null || rm -rf "$work"
  fi
  echo "$kept/node_modules"
}

# node_link FOLDER: gives FOLDER its node_modules, unless somebody installed them there.
node_link() {
  local packages
  if [ -d "$1/node_modules" ] && [ ! -L "$1/node_modules" ]; then return 0; fi
  packages=$(node_packages "$1") || return 1
  ln -sfn "$packages" "$1/node_modules"
}

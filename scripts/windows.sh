#!/usr/bin/env bash
# tthc.exe for Windows from a fresh Debian 12, as root: built, tested under Wine with the very file that is handed out, and
# laid with its SHA-256 into dist/.
#
#   scripts/windows.sh [setup|build|test [ARGUMENT…]|all]     all, if nothing is said
#
#   setup  Debian's packages (compiler, its source, MinGW, Wine), the standard library for Windows, a Wine prefix
#   build  dist/tthc.exe and dist/tthc.exe.sha256
#   test   the whole test suite under Wine, with the program in dist/; arguments are those of cargo test
#
# Nothing but Debian's packages and crates.io; a rustup on the same machine is neither used nor changed. What is made stays in
# TTHC_WINDOWS (some 3 GB, by default below the user's cache) and is used again.
set -euo pipefail
cd "$(dirname "$0")/.."

target=x86_64-win7-windows-gnu
mingw=x86_64-w64-mingw32
home=${TTHC_WINDOWS:-${XDG_CACHE_HOME:-$HOME/.cache}/tthc-windows}
mkdir -p "$home"
home=$(realpath "$home")

# Debian's compiler by its full path: that of rustup stands before it in PATH. It is newer than what Cargo.toml asks for.
cargo=/usr/bin/cargo
unset RUSTUP_TOOLCHAIN RUSTC_BOOTSTRAP RUSTFLAGS CARGO_ENCODED_RUSTFLAGS
export RUSTC=/usr/bin/rustc RUSTDOC=/usr/bin/rustdoc
export CARGO_TARGET_DIR=$home/target
# Without a locale of UTF-8, Wine can't give files Vietnamese names.
export LC_ALL=C.UTF-8
# Wine's own chatter is silenced, but a DLL that is missing is said. No Mono, no Gecko: nothing here needs them.
export WINEPREFIX=$home/prefix WINEDEBUG=-all,err+module WINEDLLOVERRIDES='mscoree,mshtml='

step() { printf '\n== %s\n' "$*"; }

packages() {
  local wanted=(rustc-web cargo-web rust-web-src gcc-mingw-w64-x86-64 wine wine64 ca-certificates) missing=() name try
  for name in "${wanted[@]}"; do
    dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || missing+=("$name")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  step "packages: ${missing[*]}"
  # Some 440 MB: a download that breaks off is tried again.
  for try in 1 2 3; do
    if apt-get -o DPkg::Lock::Timeout=300 update \
      && DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "${missing[@]}"; then
      return 0
    fi
    echo "attempt $try failed"
  done
  return 1
}

# The flags of the Windows target: our standard library; neither the machine's paths nor the time of linking in the program.
flags() {
  sysroot=$home/std-$("$RUSTC" -V | cut -d' ' -f2)
  crates=--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo
  export CARGO_TARGET_X86_64_WIN7_WINDOWS_GNU_RUSTFLAGS="--sysroot=$sysroot $crates --remap-path-prefix=$PWD=tthc -Clink-arg=-Wl,--no-insert-timestamp"
  export CARGO_TARGET_X86_64_WIN7_WINDOWS_GNU_RUSTDOCFLAGS="--sysroot=$sysroot"
  export CARGO_TARGET_X86_64_WIN7_WINDOWS_GNU_RUNNER=wine
}

# Debian has the source of the standard library but no build of it for Windows. Built once for each version of the compiler;
# only here does the stable compiler accept its unstable options, the program itself is built without.
standard_library() {
  local into=$sysroot/lib/rustlib/$target/lib
  [ ! -e "$into/.done" ] || return 0
  step "standard library for $target"
  local work=$home/std-build
  rm -rf "$work" "$into"
  mkdir -p "$work/src" "$into"
  : > "$work/src/lib.rs"
  printf '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2024"\n[workspace]\n[profile.release]\ndebug = 0\n' > "$work/Cargo.toml"
  # With bitcode, so that the program can be optimised across crates.
  (cd "$work" && unset CARGO_TARGET_DIR CARGO_TARGET_X86_64_WIN7_WINDOWS_GNU_RUSTFLAGS \
    && RUSTC_BOOTSTRAP=1 RUSTFLAGS="-Cembed-bitcode=yes $crates" "$cargo" build --release --target "$target" \
      -Z build-std=std,panic_unwind,panic_abort,proc_macro,test)
  cp "$work/target/$target"/release/deps/*.rlib "$into/"
  rm -f "$into"/libempty-*.rlib
  touch "$into/.done"
  rm -rf "$work"
}

wine_prefix() {
  [ ! -e "$WINEPREFIX/.done" ] || return 0
  step "Wine prefix"
  wine wineboot -i >/dev/null 2>&1
  wineserver -w
  touch "$WINEPREFIX/.done"
}

setup() {
  packages
  flags
  standard_library
  wine_prefix
}

built() { echo "$CARGO_TARGET_DIR/$target/release/tthc.exe"; }

# The DLLs it may ask for: those that every Windows has, and of them none for network or registry. One of MinGW's own
# (libgcc, libwinpthread) would have to be handed out too.
imports() {
  local names other
  names=$("$mingw-objdump" -p "$1" | sed -n 's/.*DLL Name: //p' | tr '[:upper:]' '[:lower:]' | sort -u)
  echo "needs" $names
  other=$(grep -vxE '(advapi32|kernel32|msvcrt|ntdll)\.dll' <<< "$names" || true)
  [ -z "$other" ] || { echo "not expected:" $other; return 1; }
}

# Icon, version block in two languages and manifest are in the file, read back from it.
resources() {
  local version found
  version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)
  found=$("$mingw-windres" -J coff -O rc -i "$1" -o /dev/stdout | tr -d '\0')
  for part in 'RT_GROUP_ICON' 'RT_MANIFEST' 'BLOCK "042A04B0"' 'BLOCK "040904B0"' "VALUE \"ProductVersion\", \"$version\""; do
    grep -qF "$part" <<< "$found" || { echo "not in the program: $part"; return 1; }
  done
  grep -qa longPathAware "$1" || { echo "not in the program: longPathAware"; return 1; }
  echo "icon, manifest, version $version"
}

# Together with the tests: they bring features of crates with them, and the program that is handed out is the one they drive.
build() {
  packages
  flags
  standard_library
  step "program and tests"
  "$cargo" test --locked --release --target "$target" --no-run
  imports "$(built)"
  resources "$(built)"
  mkdir -p dist
  cp "$(built)" dist/tthc.exe
  (cd dist && sha256sum tthc.exe > tthc.exe.sha256 && ls -l tthc.exe && cat tthc.exe.sha256)
}

suite() {
  setup
  [ -e dist/tthc.exe ] || build
  step "tests under Wine"
  "$cargo" test --locked --release --target "$target" "$@"
  wineserver -k || true
  cmp "$(built)" dist/tthc.exe || { echo "the program in dist/ is older than the sources: build again"; return 1; }
  step "tested: $(cat dist/tthc.exe.sha256)"
}

case ${1:-all} in
  setup) setup ;;
  build) build ;;
  test) suite "${@:2}" ;;
  all) setup && build && suite ;;
  *) sed -n '1d;s/^# \{0,1\}//p;/^set/q' scripts/windows.sh && exit 2 ;;
esac

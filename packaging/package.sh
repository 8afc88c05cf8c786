#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes what people without a compiler install, in build/package:
#   package.sh folder   Paretune-<version>-x86_64/   runs from anywhere: ./paretune. All libraries but the C library and the graphics driver's inside.
#   package.sh deb      paretune_<version>_amd64.deb  Debian's own Qt and libraries, LibTorch inside
#   package.sh          both, and prints their sizes
# Both hold the demo model and train on the processor.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
what=${1:-all}
case $what in folder | deb | all) ;; *) echo "usage: package.sh [folder|deb|all]" >&2; exit 2 ;; esac
command -v patchelf >/dev/null || { echo "error: patchelf is missing. Run packaging/deps.sh --tests" >&2; exit 1; }
cd "$root"
[ -f build/release/build.ninja ] || { packaging/deps.sh && cmake --preset release; }
cmake --build build/release --target paretune >/dev/null
version=$(sed -n 's/^project(paretune VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
out=$root/build/package
torch=$(readlink -f build/deps/torch)/lib
cuda=$(readlink -f build/deps/cuda)
mkdir -p "$out"

# share <prefix>: everything that is no machine code.
share() {
  local to=$1/share
  mkdir -p "$to/paretune/resources" "$to/paretune/models/demo" "$to/applications" "$to/metainfo" "$to/icons/hicolor/scalable/apps" "$to/doc/paretune"
  cp -r resources/demo resources/general resources/published "$to/paretune/resources/"
  cp -L build/deps/demo/*.gguf "$to/paretune/models/demo/"
  cp packaging/desktop/paretune.desktop "$to/applications/"
  cp packaging/desktop/*.metainfo.xml "$to/metainfo/"
  cp resources/icons/paretune.svg "$to/icons/hicolor/scalable/apps/"
  cp LICENSE "$to/doc/paretune/copyright"
}

# The libraries of a file as the loader finds them: "name path".
needed() { ldd "$1" | awk '$2 == "=>" && $3 ~ /^\// { print $1, $3 }'; }

# Those every Linux desktop has and must bring itself: the C library, and what belongs to the graphics driver.
is_base() {
  case $1 in
    ld-linux* | libc.so.* | libm.so.* | libdl.so.* | libpthread.so.* | librt.so.* | libresolv.so.* | libutil.so.* | libnsl.so.*) return 0 ;;
    libGL.so.* | libEGL.so.* | libGLX.so.* | libOpenGL.so.* | libGLdispatch.so.* | libgbm.so.* | libdrm*.so.*) return 0 ;;
  esac
  return 1
}

make_folder() {
  local app=$out/Paretune-$version-x86_64
  rm -rf "$app"
  mkdir -p "$app/usr/bin" "$app/usr/lib" "$app/usr/plugins"
  install -s build/release/bin/paretune "$app/usr/bin/paretune"
  local plugins
  plugins=$(qtpaths6 --query QT_INSTALL_PLUGINS)
  for kind in platforms platforminputcontexts xcbglintegrations iconengines imageformats wayland-shell-integration wayland-decoration-client wayland-graphics-integration-client; do
    [ -d "$plugins/$kind" ] && cp -rL "$plugins/$kind" "$app/usr/plugins/"
  done
  rm -f "$app"/usr/plugins/platforms/libq{eglfs,linuxfb,minimal,minimalegl,vkkhrdisplay,vnc}.so  # no desktop uses them
  printf '[Paths]\nPrefix = ..\nPlugins = plugins\nTranslations = share/qt6/translations\n' > "$app/usr/bin/qt.conf"
  mkdir -p "$app/usr/share/qt6/translations"
  local texts
  texts=$(qtpaths6 --query QT_INSTALL_TRANSLATIONS)
  for ts in resources/translations/*.ts; do
    cp "$texts/qtbase_$(basename "${ts##*_}" .ts).qm" "$app/usr/share/qt6/translations/"
  done
  # Bundles what bundled files need, until nothing is new.
  local again=1 name path
  while [ $again = 1 ]; do
    again=0
    while read -r name path; do
      if is_base "$name" || [ -e "$app/usr/lib/$name" ]; then continue; fi
      cp -L "$path" "$app/usr/lib/$name"
      chmod u+w "$app/usr/lib/$name"
      again=1
    done < <(for file in "$app/usr/bin/paretune" $(find "$app/usr/plugins" "$app/usr/lib" -name '*.so*'); do LD_LIBRARY_PATH=$torch:$cuda needed "$file"; done | sort -u)
  done
  patchelf --force-rpath --set-rpath '$ORIGIN/../lib' "$app/usr/bin/paretune"
  for file in "$app"/usr/lib/*.so*; do patchelf --force-rpath --set-rpath '$ORIGIN' "$file"; done
  find "$app/usr/plugins" -name '*.so' -exec patchelf --force-rpath --set-rpath '$ORIGIN/../../lib' {} +
  share "$app/usr"
  cp packaging/desktop/paretune.desktop resources/icons/paretune.svg "$app/"
  cat > "$app/paretune" <<'LAUNCHER'
#!/bin/sh
# Runs Paretune from wherever this folder lies.
here=$(dirname "$(readlink -f "$0")")
exec "$here/usr/bin/paretune" "$@"
LAUNCHER
  chmod +x "$app/paretune"
  ln -s paretune "$app/AppRun"
  echo "$app: $(du -sh "$app" | cut -f1)"
}

make_deb() {
  local tree=$out/deb package=$out/paretune_${version}_amd64.deb
  rm -rf "$tree"
  mkdir -p "$tree/usr/bin" "$tree/usr/lib/paretune" "$tree/DEBIAN"
  install -s build/release/bin/paretune "$tree/usr/bin/paretune"
  local name path owner depends=""
  while read -r name path; do
    case $(readlink -f "$path") in
      "$torch"/* | "$cuda"/*)
        cp -L "$path" "$tree/usr/lib/paretune/$name"
        chmod u+w "$tree/usr/lib/paretune/$name"
        patchelf --force-rpath --set-rpath '$ORIGIN' "$tree/usr/lib/paretune/$name" ;;
    esac
  done < <(LD_LIBRARY_PATH=$torch:$cuda needed build/release/bin/paretune)
  patchelf --force-rpath --set-rpath '$ORIGIN/../lib/paretune' "$tree/usr/bin/paretune"
  # The packages of the libraries that are linked directly; theirs depend on the rest.
  for name in $(patchelf --print-needed "$tree/usr/bin/paretune" "$tree"/usr/lib/paretune/*.so* | sort -u); do
    [ -e "$tree/usr/lib/paretune/$name" ] && continue
    path=$(LD_LIBRARY_PATH= ldconfig -p | awk -v n="$name" '$1 == n { print $NF; exit }')
    # Debian knows a file by one of its two names (/lib or /usr/lib).
    owner=$(dpkg-query -S "$(readlink -f "$path")" "$path" 2>/dev/null | head -1 | cut -d: -f1 || true)
    [ -n "$owner" ] || { echo "error: no Debian package holds $name" >&2; exit 1; }
    depends="$depends $owner"
  done
  depends=$(for package_name in $depends libqt6svg6; do
    echo "$package_name (>= $(dpkg-query -W -f '${Version}' "$package_name" | sed 's/^[0-9]*://; s/[-+~].*//' | head -1))"
  done | sort -u | sed 's/libc6 (>= .*/libc6 (>= 2.36)/; /^ /d' | paste -sd, | sed 's/,/, /g')
  share "$tree/usr"
  cat > "$tree/DEBIAN/control" <<CONTROL
Package: paretune
Version: $version
Architecture: amd64
Section: science
Priority: optional
Maintainer: The Paretune maintainers <paretune@localhost>
Installed-Size: $(du -sk "$tree/usr" | cut -f1)
Depends: $depends
Recommends: qt6-qpa-plugins, qt6-translations-l10n
Description: Studio that fine-tunes language models with PEFT methods
 Choose a base model, a data set and a method; training runs in the background
 on your own processor, every run is kept, and runs are compared by picture.
 Adapters load in Python's peft. No Python is needed to run it.
CONTROL
  dpkg-deb --root-owner-group -Zzstd -z12 --build "$tree" "$package" >/dev/null
  rm -rf "$tree"
  echo "$package: $(du -h "$package" | cut -f1)"
}

[ "$what" = deb ] || make_folder
[ "$what" = folder ] || make_deb

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Proves that the folder of package.sh runs elsewhere: moved, with an empty environment, and in a root that holds nothing but the C library
# and the graphics loader's libraries. With a display server at hand (Xvfb) it opens the window too. Needs the right to make namespaces.
# A .deb beside it is unpacked elsewhere and run with what Debian has; its dependencies must be packages that are there.
#   check_package.sh [FOLDER]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=${1:-$(ls -d "$root"/build/package/Paretune-*-x86_64 2>/dev/null | tail -1)}
[ -x "$folder/paretune" ] || { echo "error: no packaged folder here. Run packaging/package.sh folder" >&2; exit 1; }
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
inside=$place/root/home/some\ body/apps/Paretune  # a blank in the path, another depth
for package in "$(dirname "$folder")"/paretune_*_amd64.deb; do
  [ -e "$package" ] || continue
  dpkg-deb -x "$package" "$place/unpacked"
  env -i HOME="$place" PATH=/usr/bin:/bin "$place/unpacked/usr/bin/paretune" doctor > "$place/doctor"
  grep -q "^ok  Demo model  *$place/unpacked" "$place/doctor"
  dpkg-deb -f "$package" Depends | sed 's/([^)]*)//g' | tr -d ' ' | tr , '\n' | xargs dpkg-query -W -f ' ' >/dev/null
  desktop-file-validate "$place/unpacked/usr/share/applications/paretune.desktop"
  appstreamcli validate --no-net "$place/unpacked/usr/share/metainfo/"*.xml >/dev/null
  rm -rf "$place/unpacked"
  echo "ok  $(basename "$package") unpacked and run"
done
mkdir -p "$inside" "$place"/root/{lib64,usr/bin,usr/share,etc,tmp,proc,dev} "$place/root/lib/x86_64-linux-gnu"
for library in $(ldconfig -p | awk '/x86-64/ && $1 ~ /^(libc|libm|libdl|libpthread|librt|libresolv|libutil|libGL|libEGL|libGLX|libOpenGL|libGLdispatch|libgbm|libdrm)\.so\.[0-9]+$/ { print $NF }'); do
  cp -L "$library" "$place/root/lib/x86_64-linux-gnu/"
done
cp -L /lib64/ld-linux-x86-64.so.2 "$place/root/lib64/"
for tool in sh dirname readlink; do cp -L "$(command -v $tool)" "$place/root/usr/bin/"; done
for library in $(ldd /usr/bin/readlink /bin/sh | awk '$3 ~ /^\// { print $3 }' | sort -u); do cp -nL "$library" "$place/root/lib/x86_64-linux-gnu/"; done
ln -s usr/bin "$place/root/bin"
[ -d /usr/share/fonts ] && cp -r /usr/share/fonts "$place/root/usr/share/" && cp -rL /etc/fonts "$place/root/etc/"
cat > "$place/steps" <<'STEPS'
set -eu
mount --bind "$1" "$2/home/some body/apps/Paretune"
mount --rbind /proc "$2/proc"
mount --rbind /dev "$2/dev"
mount --bind /tmp "$2/tmp"
new_root=$2; display=$3
home=$(mktemp -d)
in_root() { env -i PATH=/usr/bin HOME="$home" LANG=C.UTF-8 "$(PATH=$PATH:/usr/sbin command -v chroot)" "$new_root" /usr/bin/sh -c "$1"; }
program="'/home/some body/apps/Paretune/paretune'"
in_root "$program --help" | grep -q "fine-tunes language models"
echo "ok  --help"
in_root "$program doctor" | tee "$home/doctor" | grep -q "Bundled resources"
! grep -q "^BAD Bundled\|^BAD Demo\|^BAD Kernels" "$home/doctor"
echo "ok  doctor"
in_root "$program generate --model demo --max-new-tokens 8 --chat '[{\"role\":\"user\",\"content\":\"What is the capital of France?\"}]' --quiet" | grep -q "Paris"
echo "ok  the demo model answers"
if [ -n "$display" ]; then
  in_root "DISPLAY=$display; QT_QPA_PLATFORM=xcb; export DISPLAY QT_QPA_PLATFORM; exec $program" >"$home/window.log" 2>&1 &
  window=$!
  for attempt in $(seq 1 100); do
    if DISPLAY=$display xwininfo -root -tree 2>/dev/null | grep -q "Setup – Paretune\|Setup . Paretune"; then echo "ok  the window opens"; kill $window; rm -rf "$home"; exit 0; fi
    kill -0 $window 2>/dev/null || break
    sleep 0.2
  done
  cat "$home/window.log" >&2
  echo "BAD the window did not open" >&2
  kill $window 2>/dev/null || true
  exit 1
fi
STEPS
display=""
if command -v Xvfb >/dev/null && command -v xwininfo >/dev/null; then
  number=$((90 + $$ % 900))
  Xvfb ":$number" -screen 0 1280x800x24 -nolisten tcp >/dev/null 2>&1 &
  server=$!
  trap 'kill $server 2>/dev/null; rm -rf "$place"' EXIT
  display=":$number"
  for attempt in $(seq 1 50); do DISPLAY=$display xwininfo -root >/dev/null 2>&1 && break; sleep 0.1; done
fi
as_root=""
[ "$(id -u)" = 0 ] || as_root="-r"
unshare $as_root -m --propagation private bash "$place/steps" "$folder" "$place/root" "$display"

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Remakes the pictures in resources/screenshots: every page, light and dark, at 1280 x 800 and 2560 x 1440, on a display of their own.
#   screenshots.sh [LANGUAGE [FOLDER]]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
language=${1:-en}
folder=${2:-$root/resources/screenshots}
for tool in Xvfb convert; do command -v $tool >/dev/null || { echo "error: $tool is missing. Run packaging/deps.sh --tests" >&2; exit 1; }; done
cd "$root"
[ -f build/release/build.ninja ] || { packaging/deps.sh --tests && cmake --preset release; }
cmake --build build/release --target studio_screenshots >/dev/null
raw=$(mktemp -d)
number=$((90 + $$ % 900))
Xvfb ":$number" -screen 0 2560x1440x24 -nolisten tcp >/dev/null 2>&1 &
server=$!
trap 'kill $server 2>/dev/null; rm -rf "$raw"' EXIT
sleep 1
DISPLAY=":$number" QT_QPA_PLATFORM=xcb LC_ALL=C.UTF-8 build/release/bin/studio_screenshots "$raw" "$language"
mkdir -p "$folder"
for picture in "$raw"/*.png; do
  # 256 colours without dithering keep flat surfaces flat and files small; fewer would give two parts of a chart one colour.
  convert "$picture" +dither -colors 256 -strip -define png:compression-level=9 -define png:exclude-chunks=date,time "PNG8:$folder/$(basename "$picture")"
done
ls -l "$folder"/*.png | awk '{ total += $5; if ($5 > most) most = $5 } END { printf "%d pictures, %.1f MB, the largest %d kB\n", NR, total / 1e6, most / 1e3 }'

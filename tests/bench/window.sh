#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# How the window feels, on a display of its own: start with 1,000 runs, frames a second of a full chart, a day of events, stalls while the demo trains.
#   window.sh [start|chart|stream|open|train ...]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root"
cmake --build build/release --target studio_window_bench >/dev/null
number=$((90 + $$ % 900))
Xvfb ":$number" -screen 0 1280x800x24 -nolisten tcp >/dev/null 2>&1 &
server=$!
trap 'kill $server 2>/dev/null' EXIT
sleep 1
export DISPLAY=":$number" QT_QPA_PLATFORM=xcb LC_ALL=C.UTF-8
if [ $# -gt 0 ]; then build/release/bin/studio_window_bench "$@"; exit; fi
for what in start chart stream open train; do build/release/bin/studio_window_bench $what; done

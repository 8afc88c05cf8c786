#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# How the window feels, on a display of its own: start with 1,000 and 10,000 runs, frames a second of a full chart, a day of events and of a
# stored run, a comparison of 200 runs, stalls while the demo trains. Fails where a promise is missed.
#   window.sh [start|chart|stream|open|compare|train ...]
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
code=0
for what in start "start 10000" chart stream open compare train; do
  echo "$what"
  # shellcheck disable=SC2086
  build/release/bin/studio_window_bench $what || code=1
done
exit $code

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds, and opens the studio on the demo. Without a display the same demo runs in the terminal.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
"$root/packaging/deps.sh"
cd "$root"
[ -f build/release/build.ninja ] || cmake --preset release
cmake --build build/release --target paretune
paretune=$root/build/release/bin/paretune
if [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]; then
  exec "$paretune" --demo "$@"
fi
echo
echo "There is no display, so the demo runs here: the same run that one press of Start makes in the window."
"$paretune" train demo "$@"
run=$("$paretune" runs list | awk 'NR == 2 { print $1 }')
echo
echo "The window opens with: $paretune --demo   (on a machine with a display, or over 'ssh -X')"
echo "Try the adapter with:  $paretune generate --model demo --adapter $run --chat '[{\"role\":\"user\",\"content\":\"Hello\"}]'"

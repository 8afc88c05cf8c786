#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What must hold when things break: runs the fault tests and prints the table of promises (tries, survived, lost).
#   promises.sh             the short form, minutes
#   promises.sh --nightly   the long form: 200 kills and more, the comparisons with Python at length, how the window feels,
#                           then five minutes of fuzzing for each parser
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
if [ "${1:-}" = "--nightly" ]; then
  shift
  export PARETUNE_NIGHTLY=1 PARETUNE_TEST_TIMEOUT=14400
  code=0
  "$root/packaging/test.sh" -L 'fault|interop' "$@" || code=1
  if command -v Xvfb >/dev/null; then "$root/tests/bench/window.sh" || code=1; else echo "no Xvfb: how the window feels is not measured"; fi
  "$root/packaging/fuzz.sh" 300 || code=1
  exit $code
fi
exec "$root/packaging/test.sh" -L fault "$@"

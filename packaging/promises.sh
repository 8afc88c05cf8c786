#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What must hold when things break: runs the fault tests and prints the table of promises (tries, survived, lost).
#   promises.sh             the short form, minutes
#   promises.sh --nightly   the long form: 200 kills and more, the comparisons with Python at length, then five minutes of fuzzing for each parser
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
if [ "${1:-}" = "--nightly" ]; then
  shift
  export PARETUNE_NIGHTLY=1 PARETUNE_TEST_TIMEOUT=14400
  "$root/packaging/test.sh" -L 'fault|interop' "$@"
  exec "$root/packaging/fuzz.sh" 300
fi
exec "$root/packaging/test.sh" -L fault "$@"

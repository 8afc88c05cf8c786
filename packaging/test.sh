#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds everything, runs all tests. Arguments go to ctest, e.g. test.sh -L fast
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
"$root/packaging/deps.sh" --tests
cd "$root"
[ -f build/release/build.ninja ] || cmake --preset release
cmake --build build/release
export PARETUNE_PYTHON=$root/build/venv/bin/python
export QT_QPA_PLATFORM=${QT_QPA_PLATFORM:-offscreen}
figures=$(mktemp -d)
trap 'rm -rf "$figures"' EXIT
code=0
run() { ctest --test-dir build/release --output-on-failure --no-tests=error "$@" || code=1; }
if [ $# -gt 0 ]; then
  GTEST_OUTPUT=xml:$figures/ run "$@"
else
  alone='ui|e2e|fault|interop'  # these watch the clock or the memory, or go into the table
  run -LE "$alone" --parallel 2
  GTEST_OUTPUT=xml:$figures/ run -L "$alone"
fi
"$PARETUNE_PYTHON" tests/support/promises.py "$figures" || code=1  # the table of promises, of the fault tests among them
exit $code

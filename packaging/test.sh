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
exec ctest --test-dir build/release --output-on-failure --no-tests=error "$@"

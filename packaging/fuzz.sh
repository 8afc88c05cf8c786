#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Fuzzes every parser with libFuzzer under AddressSanitizer and UndefinedBehaviorSanitizer, prints one table, and fails on any finding.
#   fuzz.sh [SECONDS] [--seed N] [--json FILE] [TARGET ...]   SECONDS for each target (60); TARGETs are files of tests/fuzz/targets, all unless named;
#   with --seed every run tries the same inputs, as far as its time goes
# What was found lies in build/fuzz/findings/<target>/; inputs that reached new code are kept in build/fuzz/work/<target>/ for the next time.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
seconds=60
json=""
seed=0
only=()
while [ $# -gt 0 ]; do
  case $1 in
    --json) json=$2; shift 2 ;;
    --seed) seed=$2; shift 2 ;;
    [0-9]*) seconds=$1; shift ;;
    *) only+=("$1"); shift ;;
  esac
done
"$root/packaging/deps.sh" --fuzz
cd "$root"
[ -f build/fuzz/build.ninja ] || cmake --preset fuzz >/dev/null
cmake --build build/fuzz
memory=$(mktemp -d -p "$([ -w /dev/shm ] && echo /dev/shm || echo /tmp)" paretune-fuzz-XXXXXX)  # inputs are written as files, millions of times
trap 'rm -rf "$memory"' EXIT

run() {  # target, longest input
  local work=build/fuzz/work/$1 found=build/fuzz/findings/$1 dictionary=tests/fuzz/dictionaries/$1
  mkdir -p "$work" "$found" "$memory/$1"
  local seeds corpus=() options=()
  seeds=$(cat "build/fuzz/seeds/$1")
  [ -n "$seeds" ] && options+=("-seed_inputs=$seeds")
  [ -f "$dictionary" ] && options+=("-dict=$dictionary")
  [ -d "tests/fuzz/corpus/$1" ] && corpus+=("tests/fuzz/corpus/$1")
  TMPDIR=$memory/$1 ASAN_OPTIONS=quarantine_size_mb=16:detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1 \
    "build/fuzz/bin/fuzz_$1" "-max_total_time=$seconds" "-seed=$seed" "-max_len=$2" -rss_limit_mb=512 -timeout=10 -print_final_stats=1 -reload=0 \
    "-artifact_prefix=$found/" "${options[@]}" "$work" "${corpus[@]}" >"build/fuzz/$1.log" 2>&1 && echo 0 >"$memory/$1.rc" || echo $? >"$memory/$1.rc"
}

targets=()
while read -r target longest; do
  [ ${#only[@]} -gt 0 ] && [[ " ${only[*]} " != *" $target "* ]] && continue
  targets+=("$target")
  rm -rf "build/fuzz/findings/$target"
  run "$target" "$longest" &
  [ "$(jobs -rp | wc -l)" -ge 2 ] && { wait -n || true; }
done <build/fuzz/targets
wait

failed=0
rows=""
printf '%-16s %12s %8s %8s %6s %14s %9s %8s\n' target executions exec/s crashes leaks out-of-memory timeouts "peak MB"
for target in "${targets[@]}"; do
  log=build/fuzz/$target.log found=build/fuzz/findings/$target
  count() { find "$found" -name "$1-*" | wc -l; }
  executions=$(sed -n 's/^#\([0-9]*\)[: \t].*/\1/p' "$log" | tail -1)
  rate=$(sed -n 's/.*exec\/s: \([0-9]*\).*/\1/p' "$log" | tail -1)
  peak=$(sed -n 's/^stat::peak_rss_mb: *//p' "$log" | tail -1)
  crashes=$(count crash) leaks=$(count leak) oom=$(count oom) timeouts=$(count timeout) rc=$(cat "$memory/$target.rc")
  printf '%-16s %12s %8s %8s %6s %14s %9s %8s\n' "$target" "${executions:-0}" "${rate:-0}" "$crashes" "$leaks" "$oom" "$timeouts" "${peak:--}"
  [ "$rc" = 0 ] && [ "$((crashes + leaks + oom + timeouts))" = 0 ] || { failed=1; echo "  see $log"; }
  rows+="${rows:+,}{\"target\":\"$target\",\"seconds\":$seconds,\"executions\":${executions:-0},\"exec_per_second\":${rate:-0},\"crashes\":$crashes,\"leaks\":$leaks,\"out_of_memory\":$oom,\"timeouts\":$timeouts,\"peak_mb\":${peak:-null},\"exit\":$rc}"
done
[ -n "$json" ] && printf '[%s]\n' "$rows" >"$json"
exit $failed

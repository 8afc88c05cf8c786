# SPDX-License-Identifier: GPL-3.0-or-later
"""From pairs of runs to rows of figures: medians, the median of the per-pair ratios with its interval, the target and whether it is met."""
import random
import statistics

# Python's figure divided by Paretune's, for each setting.
TARGETS = {
    "s1": {"ms_per_token": 1.25, "peak_rss_bytes": 3.0, "start_to_first_step_seconds": 8.0},
    "s4": {"ms_per_token": 1.9, "peak_rss_bytes": 8.0},
    "s6": {"ms_per_token": 1.8, "peak_rss_bytes": 3.0}}
SGEMM_TARGET = 0.75
# key, what the table calls it, multiplier, format, whether a larger figure is better (None: no ratio is given)
ROWS = (
    ("ms_per_token", "ms per real token", 1, "{:.2f}", False),
    ("fastest_ms_per_token", "ms per real token, fastest step", 1, "{:.2f}", False),
    ("tokens_per_second", "real tokens/s", 1, "{:.1f}", True),
    ("trained_per_second", "trained tokens/s", 1, "{:.1f}", True),
    ("peak_rss_bytes", "peak RSS, GB", 1e-9, "{:.2f}", False),
    ("start_to_training_seconds", "process start to training, s", 1, "{:.2f}", False),
    ("start_to_first_step_seconds", "process start to first step done, s", 1, "{:.2f}", False),
    ("sgemm_share", "share of the sgemm rate, whole step", 100, "{:.0f} %", None),
    ("sgemm_gflops_before", "sgemm before, GFLOP/s", 1, "{:.0f}", None),
    ("sgemm_gflops_after", "sgemm after, GFLOP/s", 1, "{:.0f}", None),
    ("steal_share", "processor time stolen by the host", 100, "{:.1f} %", None),
    ("others_share", "processor time of other processes", 100, "{:.1f} %", None))


def add_rates(run, facts):
    """Figures that follow from a run's step times, all by the driver's own count of tokens."""
    total = sum(run["step_ms"])
    run["ms_per_token"] = total / facts["tokens"]
    run["fastest_ms_per_token"] = min(ms / tokens for ms, tokens in zip(run["step_ms"], facts["step_tokens"]))
    run["tokens_per_second"] = 1000 * facts["tokens"] / total
    run["trained_per_second"] = 1000 * facts["trained_tokens"] / total
    sgemm = (run["sgemm_gflops_before"] + run["sgemm_gflops_after"]) / 2
    run["sgemm_share"] = facts["needed_flops"] / (total / 1000) / 1e9 / sgemm


def interval(values, draws=10000):
    """95 % bootstrap interval of the median; seeded, so the same values give the same interval."""
    generator = random.Random(0)
    medians = sorted(statistics.median(generator.choices(values, k=len(values))) for _ in range(draws))
    return medians[int(0.025 * draws)], medians[int(0.975 * draws) - 1]


def verdict(median, low, target):
    if median < target:
        return "no"
    return "yes" if low >= target else "median only"


def row_of(setting, pairs, key, larger_is_better):
    ours, theirs = ([pair[side][key] for pair in pairs] for side in ("paretune", "python"))
    row = {"key": key, "paretune": statistics.median(ours), "python": statistics.median(theirs), "ratio": None, "target": None, "met": None}
    if larger_is_better is not None:
        ratios = [a / b if larger_is_better else b / a for a, b in zip(ours, theirs)]
        row["ratios"] = ratios
        row["ratio"] = statistics.median(ratios)
        row["low"], row["high"] = interval(ratios)
        row["target"] = TARGETS[setting].get(key)
        if row["target"]:
            row["met"] = verdict(row["ratio"], row["low"], row["target"])
    elif key == "sgemm_share":
        row["target"] = SGEMM_TARGET
        row["met"] = verdict(row["paretune"], interval(ours)[0], SGEMM_TARGET)
    return row


def summarise(setting, pairs):
    return [row_of(setting, pairs, key, better) for key, _, _, _, better in ROWS]

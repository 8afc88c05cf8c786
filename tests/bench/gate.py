# SPDX-License-Identifier: GPL-3.0-or-later
"""The correctness gate: without equal losses there are no figures."""
import math

TOLERANCE = 1e-4


def compare(ours, theirs):
    """Relative difference of the losses of every step; anything missing or not finite fails."""
    result = {"steps": len(theirs), "passed": False, "worst": None, "worst_step": None, "reason": "", "paretune_losses": ours, "python_losses": theirs}
    if len(ours) != len(theirs):
        result["reason"] = f"{len(ours)} losses against {len(theirs)}"
        return result
    differences = [abs(a - b) / abs(b) if math.isfinite(a) and math.isfinite(b) and b else math.inf for a, b in zip(ours, theirs)]
    result["worst"] = max(differences)
    result["worst_step"] = differences.index(result["worst"])
    result["passed"] = result["worst"] <= TOLERANCE
    return result

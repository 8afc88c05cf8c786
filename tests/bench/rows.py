# SPDX-License-Identifier: GPL-3.0-or-later
"""The frozen rows that every side trains on, in this order, 8 a step: the generator of training/engine/bench.cpp."""
import json

SAMPLES = 8  # rows in an optimiser step
WARM_UP = 2  # first steps that are trained but not timed


TIMED = (64, 448)  # shortest and longest row
GATED = (16, 80)   # of the gate's many steps


def make_rows(count, vocabulary, lengths=TIMED):
    """Rows of random tokens, as many as `lengths` (shortest, longest) allow, every token trained; the same on every call."""
    state = 20260715

    def following():
        nonlocal state
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        return state >> 33

    rows = []
    for _ in range(count):
        length = lengths[0] + following() % (lengths[1] - lengths[0] + 1)
        ids = [following() % vocabulary for _ in range(length)]
        rows.append({"input_ids": ids, "labels": ids})
    return rows


def write_rows(path, rows):
    with open(path, "w") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)


def read_rows(path):
    with open(path) as lines:
        return [json.loads(line) for line in lines]


def targets(row):
    """Tokens of a row that enter the loss: the first one is predicted by nothing."""
    return sum(label != -100 for label in row["labels"][1:])


def step_rows(rows, step):
    return rows[SAMPLES * step:SAMPLES * (step + 1)]


def measured_rows(rows, steps):
    return rows[SAMPLES * WARM_UP:SAMPLES * (WARM_UP + steps)]

# SPDX-License-Identifier: GPL-3.0-or-later
"""The benchmark's result as markdown."""
from summary import ROWS

NAMES = {"s1": "S1: transformers + peft, one sample at a time, no padding", "s4": "S4: transformers + peft, batch of 8 padded",
         "s6": "S6: TRL SFTTrainer, its defaults in fp32, batch of 8 padded"}
STYLES = {key: (label, scale, style) for key, label, scale, style, _ in ROWS}


def header(result):
    machine, facts, options = result["machine"], result["facts"], result["options"]
    versions = ", ".join(f"{name} {version}" for name, version in facts["versions"].items())
    adapted = f" of layers {options['layers']}" if options["layers"] else ""
    lines = [
        f"Machine: {machine['cpu']}, {machine['cores']} cores, {machine['memory_bytes'] / 1e9:.0f} GB; "
        f"torch {facts['torch']} ({facts['blas']}, {facts['cpu_capability']}), {versions}.",
        f"Work: {options['model_name']}, fp32, {options['threads']} threads, LoRA r16 on all linear layers{adapted}, 8 samples a step; "
        f"{facts['tokens']} real tokens in {options['steps']} measured steps after 2 of warm-up.",
        f"Figures are medians of {options['pairs']} pairs of fresh processes, run in turn. Ratios are medians of the per-pair ratios with a "
        "95 % bootstrap interval, above 1 in Paretune's favour."]
    if "s6" in options["settings"] and options["model_name"].endswith(".gguf"):
        lines.append("S6 loads the same weights from an fp32 HF folder, because transformers' Trainer refuses a model loaded from GGUF.")
    return lines + [""]


def gate_line(name, gate):
    worst = "none" if gate["worst"] is None else f"{gate['worst']:.1e}"
    return f"| **{name}** | | | losses of {gate['steps']} steps differ by at most {worst} | ≤ 1e-4 | {'yes' if gate['passed'] else '**gate failed**'} |"


def failed_line(gate):
    step = gate["worst_step"]
    if step is None:
        return f"| {gate['reason']} | | | | | |"
    return f"| loss of step {step + 1} | {gate['paretune_losses'][step]:.6f} | {gate['python_losses'][step]:.6f} | no figures | | |"


def row_line(row):
    label, scale, style = STYLES[row["key"]]
    cells = [style.format(row[side] * scale) for side in ("paretune", "python")]
    ratio = f"{row['ratio']:.2f} [{row['low']:.2f}, {row['high']:.2f}]" if row["ratio"] is not None else ""
    target = "" if row["target"] is None else f"≥ {100 * row['target']:.0f} %" if row["key"] == "sgemm_share" else f"≥ {row['target']:g}"
    return f"| {label} | {cells[0]} | {cells[1]} | {ratio} | {target} | {row['met'] or ''} |"


def markdown(result):
    lines = header(result) + ["| | Paretune | Python | ratio | target | met |", "| --- | ---: | ---: | ---: | ---: | --- |"]
    for setting, part in result["settings"].items():
        lines.append(gate_line(NAMES[setting], part["gate"]))
        if not part["gate"]["passed"]:
            lines.append(failed_line(part["gate"]))
        lines += [row_line(row) for row in part.get("summary", [])]
    return "\n".join(lines)

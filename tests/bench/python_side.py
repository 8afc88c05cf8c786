# SPDX-License-Identifier: GPL-3.0-or-later
"""Plain transformers + peft in fp32, S1 and S4 of the training benchmark; prints one JSON line like `paretune bench train`.

--batch 1 (S1): one sample at a time, eight accumulated, no padding and no mask: Python's quickest setting on a CPU.
--batch 8 (S4): eight samples padded to the longest with an attention mask, labels -100 on the padding, as plain Trainer does.
"""
from rows import SAMPLES, WARM_UP, step_rows, targets
from side import LEARNING_RATE, Recorder, load_trained, parse


def batch_of(samples):
    """One sample as it is; several padded to the longest."""
    import torch

    longest = max(len(row["input_ids"]) for row in samples)

    def padded(values, fill):
        return torch.tensor([value + [fill] * (longest - len(value)) for value in values])

    batch = {"input_ids": padded([row["input_ids"] for row in samples], 0), "labels": padded([row["labels"] for row in samples], -100)}
    if len(samples) > 1:
        batch["attention_mask"] = padded([[1] * len(row["input_ids"]) for row in samples], 0)
    return batch


def main():
    parser = parse(__doc__)
    parser.add_argument("--batch", type=int, default=1)
    options = parser.parse_args()

    import torch

    model = load_trained(options)
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    # Fused AdamW is the Trainer's default and the quickest; the values are those of every other side.
    optimizer = torch.optim.AdamW(trained, lr=LEARNING_RATE, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, fused=True)
    recorder = Recorder(options)
    recorder.training_begins()
    for step in range(options.steps + WARM_UP):
        samples = step_rows(recorder.rows, step)
        count = sum(map(targets, samples))
        total = 0.0
        for at in range(0, SAMPLES, options.batch):
            loss = model(**batch_of(samples[at:at + options.batch]), num_items_in_batch=count).loss
            loss.backward()
            total += loss.item()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        recorder.losses.append(total)
        recorder.step_ends()
    recorder.print()


main()

# SPDX-License-Identifier: GPL-3.0-or-later
"""TRL's SFTTrainer, S6 of the training benchmark; prints one JSON line like `paretune bench train`.

Everything is TRL's default (gradient checkpointing, its own loss head, its metrics) except: fp32 instead of bf16, this benchmark's rows in
their order, learning rate and batch, and neither logs nor checkpoints on disk. The rows are tokenised already and shorter than max_length.
"""
import os
import tempfile

from rows import SAMPLES, WARM_UP
from side import LEARNING_RATE, Recorder, load_trained, parse, source


def tokenizer_of(model):
    """The model's own; a folder without one gets a stand-in that only names the padding token."""
    from transformers import AutoTokenizer, PreTrainedTokenizerFast

    where, named = source(model)
    if named or os.path.exists(f"{model}/tokenizer.json") or os.path.exists(f"{model}/tokenizer_config.json"):
        return AutoTokenizer.from_pretrained(*where, **named)
    from tokenizers import Tokenizer, models

    return PreTrainedTokenizerFast(tokenizer_object=Tokenizer(models.WordLevel({"<pad>": 0}, unk_token="<pad>")), pad_token="<pad>")


def main():
    options = parse(__doc__).parse_args()

    from datasets import Dataset
    from transformers import TrainerCallback
    from trl import SFTConfig, SFTTrainer

    model = load_trained(options)
    recorder = Recorder(options)

    class Watch(TrainerCallback):
        def on_step_begin(self, args, state, control, **kwargs):
            if state.global_step == 0:
                recorder.training_begins()

        def on_step_end(self, args, state, control, **kwargs):
            recorder.step_ends()

    class Recorded(SFTTrainer):
        """Keeps the loss unrounded."""

        def compute_loss(self, *arguments, **named):
            loss = super().compute_loss(*arguments, **named)
            recorder.losses.append(loss.item())
            return loss

    with tempfile.TemporaryDirectory() as folder:
        config = SFTConfig(
            output_dir=folder, bf16=False, max_steps=options.steps + WARM_UP, per_device_train_batch_size=SAMPLES, learning_rate=LEARNING_RATE,
            lr_scheduler_type="constant", weight_decay=0.0, adam_beta1=0.9, adam_beta2=0.999, adam_epsilon=1e-8, max_grad_norm=1.0,
            train_sampling_strategy="sequential", report_to="none", logging_strategy="no", save_strategy="no", disable_tqdm=True)
        rows = recorder.rows[:SAMPLES * (options.steps + WARM_UP)]
        trainer = Recorded(model=model, args=config, train_dataset=Dataset.from_list(rows), processing_class=tokenizer_of(options.model), callbacks=[Watch()])
        trainer.train()
    recorder.print()


main()

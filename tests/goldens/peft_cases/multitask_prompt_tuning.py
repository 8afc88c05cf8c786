# SPDX-License-Identifier: GPL-3.0-or-later
PEFT_TYPE = "MULTITASK_PROMPT_TUNING"
CASES = {
    "multitask_prompt_tuning_random": ("llama_nano", dict(num_virtual_tokens=3, num_tasks=3, num_ranks=2)),
    "multitask_prompt_tuning_sampled": ("llama_bias", dict(num_virtual_tokens=5, num_tasks=4, prompt_tuning_init="SAMPLE_VOCAB")),
    "multitask_prompt_tuning_gpt2": ("gpt2", dict(num_virtual_tokens=2, num_tasks=3)),
}

MERGES = False
TASK_IDS = [2, 0]
# The products of the fresh values are far too small to be seen.
PERTURB = lambda name: 0.6 if "prefix_task" in name else 0.05

REFUSED = {
    "no_path": ("llama_nano", dict(num_virtual_tokens=3, prompt_tuning_init="AVERAGE_SOURCE_TASKS")),
}

# SPDX-License-Identifier: GPL-3.0-or-later
import shutil

from peft import LoraConfig, get_peft_model
from safetensors.torch import save_file

PEFT_TYPE = "XLORA"
TOKENS_TOGETHER = True  # without a padding token in the config, Python's classifier looks at padding
MERGES = False

TWO = {"0": "experts/0", "1": "experts/1"}
THREE = TWO | {"2": "experts/2"}
EXPERTS = [
    dict(r=2, target_modules=["q_proj", "v_proj"], lora_alpha=4),
    dict(r=3, target_modules=["v_proj", "down_proj"], use_rslora=True, rank_pattern={"layers.1.mlp.down_proj": 1}, lora_dropout=0.1),
    dict(r=2, target_modules=["v_proj", "embed_tokens"]),
]
CASES = {
    "xlora_usual": ("llama_nano", dict(hidden_size=16, adapters=TWO)),
    "xlora_deep": ("llama_nano", dict(hidden_size=16, adapters=THREE, layerwise_scalings=True, xlora_depth=3, xlora_size=6, softmax_temperature=0.5,
                                      global_scaling_weight=1.5, scaling_pass_value=0.3)),
    "xlora_best": ("llama_bias", dict(hidden_size=32, adapters=THREE, top_k_lora=2, enable_softmax=False, enable_softmax_topk=True, xlora_depth=2, xlora_size=5,
                                      xlora_dropout_p=0.0, use_trainable_adapters=True, scaling_pass_value=0.5)),
    "xlora_masked": ("llama_nano", dict(hidden_size=16, adapters=THREE, top_k_lora=1, use_trainable_adapters=True)),
}


def PERTURB(name):
    return 0.0 if ".lora_" in name.replace(".lora_model", "") else 0.3


def prepare(make_base, folder):
    for i, config in enumerate(EXPERTS):
        expert = folder / "experts" / str(i)
        get_peft_model(make_base(), LoraConfig(task_type="CAUSAL_LM", init_lora_weights=False, **config)).save_pretrained(expert)
        (expert / "README.md").unlink()


def saved_of(model):
    """PEFT drops layers of the classifier whose number is the name of an expert."""
    return {k: v.contiguous() for k, v in model.state_dict().items() if "internal_xlora_classifier" in k}


def after_save(model, folder):
    """PEFT writes base weights beside the experts, too."""
    save_file(saved_of(model), folder / "adapter_model.safetensors", metadata={"format": "pt"})
    for name in model.peft_config:
        shutil.rmtree(folder / name, ignore_errors=True)


REFUSED = {
    "depth": ("llama_nano", dict(hidden_size=16, adapters=TWO, xlora_depth=0)),
    "expert_missing": ("llama_nano", dict(hidden_size=16, adapters={"0": "experts/0", "1": "experts/9"})),
}

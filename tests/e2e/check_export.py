# SPDX-License-Identifier: GPL-3.0-or-later
"""Python loads the demo base with the exported adapter, and the merged folder, and must give the program's logits.

check_export.py PROGRAM ADAPTER MERGED WORK
"""
import subprocess
import sys

import gguf
import numpy as np
import torch
from peft import PeftModel
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM, AutoTokenizer

program, adapter, merged, work = sys.argv[1:]
torch.set_num_threads(2)
ids = torch.tensor([[1, 4093, 198, 2020, 905, 260, 3575, 282, 4649, 47, 2, 198], [1, 520, 9531, 198, 57, 5248, 28, 638, 359, 346, 47, 2]])
save_file({"input_ids": ids}, f"{work}/in.safetensors")


def ours(*arguments):
    subprocess.run([program, "forward", *arguments, "--input", f"{work}/in.safetensors", "--output", f"{work}/out.safetensors",
                    "--home", f"{work}/home", "--device", "cpu", "--quiet"], check=True)
    return load_file(f"{work}/out.safetensors")["logits"]


def compare(name, wanted, got):
    difference, largest = (wanted - got).abs().max().item(), wanted.abs().max().item()
    print(f"{name}: largest difference {difference:.3g} of {largest:.3g}")
    assert difference <= 1e-4 * largest, name


with torch.no_grad():
    model = AutoModelForCausalLM.from_pretrained(merged, dtype=torch.float32).eval()
    compare("merged folder", model(ids).logits, ours("--model", merged))
    compare("merged = base + adapter", model(ids).logits, ours("--model", "demo", "--adapter", adapter))

# The base as Python dequantises it: gguf-py's values in the merged model's frame.
from os import environ, path  # noqa: E402

demo = environ.get("PARETUNE_DEMO_MODEL") or path.join(path.dirname(path.abspath(program)), "../../deps/demo/SmolLM2-135M-Instruct.Q4_1.gguf")
reader = gguf.GGUFReader(demo)
names = {"token_embd": "model.embed_tokens", "output_norm": "model.norm"}
parts = {"attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj", "attn_output": "self_attn.o_proj", "ffn_gate": "mlp.gate_proj",
         "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj", "attn_norm": "input_layernorm", "ffn_norm": "post_attention_layernorm"}
heads = {"attn_q": 9, "attn_k": 3}
state = {}
for tensor in reader.tensors:
    values = torch.from_numpy(np.array(gguf.quants.dequantize(tensor.data, tensor.tensor_type))).float()
    piece = tensor.name.split(".")
    if piece[0] != "blk":
        state[names[piece[0]] + ".weight"] = values
        continue
    if piece[2] in heads:  # undo llama.cpp's interleaving of rotary halves
        n = heads[piece[2]]
        values = values.reshape(n, values.shape[0] // n // 2, 2, values.shape[1]).swapaxes(1, 2).reshape(values.shape)
    state[f"model.layers.{piece[1]}.{parts[piece[2]]}.weight"] = values
base = AutoModelForCausalLM.from_pretrained(merged, dtype=torch.float32).eval()
missing, unexpected = base.load_state_dict(state, strict=False)
assert not unexpected and set(missing) <= {"lm_head.weight"}, (missing, unexpected)
base.tie_weights()
with torch.no_grad():
    compare("demo base", base(ids).logits, ours("--model", "demo"))
    compare("peft adapter", PeftModel.from_pretrained(base, adapter).eval()(ids).logits, ours("--model", "demo", "--adapter", adapter))

tokenizer = AutoTokenizer.from_pretrained(merged)
text = "Hello, wörld! 12345 \n\t def f(x): return x ** 2 🙂 <|im_start|>user"
theirs = tokenizer(text, add_special_tokens=False)["input_ids"]
mine = subprocess.run([program, "tokenize", "--model", "demo", "--text", text, "--home", f"{work}/home"], check=True, capture_output=True, text=True).stdout
import json  # noqa: E402

assert json.loads(mine)["ids"] == theirs, (json.loads(mine)["ids"], theirs)
chat = [{"role": "user", "content": "Hi"}]
rendered = tokenizer.apply_chat_template(chat, tokenize=False, add_generation_prompt=False)
mine = subprocess.run([program, "tokenize", "--model", "demo", "--chat", json.dumps(chat), "--home", f"{work}/home"], check=True, capture_output=True, text=True).stdout
assert json.loads(mine)["text"] == rendered, (json.loads(mine)["text"], rendered)
print("tokenizer and template agree")

# SPDX-License-Identifier: GPL-3.0-or-later
"""llama.cpp (PyPI xllamacpp) loads what the program exported and must write the program's own text.

llama_cpp.py PROGRAM HOME WORK CASES.json    each case: {"name", "gguf", "lora" or null, "ours": [arguments of generate and forward], "tolerance", "ties"}

Greedy text of every prompt must be equal, token for token, and llama.cpp's log-probabilities of the 40 likeliest tokens of every step within
the case's tolerance of ours after the same tokens (where weights are not fp32, llama.cpp rounds activations too). With "ties", the texts may
part where the two next tokens are closer than the tolerance.
"""
import json
import math
import subprocess
import sys

import torch
import xllamacpp
from safetensors.torch import load_file, save_file

program, home, work, cases = sys.argv[1:]
prompts = ["The capital of France is", "<|im_start|>user\nThe chain of my Kestrel keeps slipping. Please hurry!<|im_end|>\n<|im_start|>assistant\n",
           "Größe: 12345 kg — def f(x):\n\treturn x ** 2  #"]
length, likeliest = 20, 40


def ours(command, *arguments):
    done = subprocess.run([program, command, *arguments, "--home", home, "--device", "cpu", "--json"], check=True, capture_output=True, text=True)
    return json.loads(done.stdout) if done.stdout.strip() else None


def server(case):
    params = xllamacpp.CommonParams()
    params.model.path = case["gguf"]
    params.n_ctx, params.n_batch, params.n_parallel, params.warmup = 256, 128, 1, False
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 2
    params.cache_type_k = params.cache_type_v = xllamacpp.ggml_type.GGML_TYPE_F32
    params.flash_attn_type = xllamacpp.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_DISABLED
    params.verbosity = 0
    if case["lora"]:
        params.lora_adapters = [xllamacpp.CommonAdapterLoraInfo(case["lora"], 1.0)]
    return xllamacpp.Server(params)


failed = []
for case in json.load(open(cases)):
    llama = server(case)
    worst, ties = 0.0, 0
    for prompt in prompts:
        mine = ours("generate", *case["ours"], "--prompt", prompt, "--max-new-tokens", str(length), "--temperature", "0")
        theirs = llama.handle_completions({"prompt": prompt, "n_predict": length, "temperature": 0, "n_probs": likeliest, "cache_prompt": False})
        assert "choices" in theirs, theirs
        steps = theirs["choices"][0]["logprobs"]["content"]
        ids = [step["id"] for step in steps]
        prompt_ids = ours("tokenize", "--model", case["ours"][1], "--text", prompt)["ids"]
        if theirs["usage"]["prompt_tokens"] != len(prompt_ids):
            failed.append(f"{case['name']}: {prompt!r} is {len(prompt_ids)} tokens here and {theirs['usage']['prompt_tokens']} there")
            continue
        save_file({"input_ids": torch.tensor([prompt_ids + ids])}, f"{work}/in.safetensors")
        ours("forward", *case["ours"], "--input", f"{work}/in.safetensors", "--output", f"{work}/out.safetensors")
        wanted = torch.log_softmax(load_file(f"{work}/out.safetensors")["logits"][0].double(), -1)
        if theirs["choices"][0]["text"] != mine["text"]:
            first = next((i for i, (a, b) in enumerate(zip(ids, mine["ids"])) if a != b), None)
            gap = None if first is None else (wanted[len(prompt_ids) - 1 + first, mine["ids"][first]] - wanted[len(prompt_ids) - 1 + first, ids[first]]).item()
            if case["ties"] and gap is not None and gap < case["tolerance"]:
                ties += 1
            else:
                failed.append(f"{case['name']}: {prompt!r}\n  paretune  {mine['text']!r}\n  llama.cpp {theirs['choices'][0]['text']!r}\n  gap {gap} at step {first}")
        for i, step in enumerate(steps):
            for token in step["top_logprobs"]:
                worst = max(worst, abs(token["logprob"] - wanted[len(prompt_ids) - 1 + i, token["id"]].item()))
    print(f"{case['name']}: same text of {len(prompts)} prompts{f' ({ties} with a tie)' if ties else ''}; log-probabilities within {worst:.3g} (allowed {case['tolerance']})")
    if not worst <= case["tolerance"] or math.isnan(worst):
        failed.append(f"{case['name']}: log-probabilities differ by {worst:.3g}")
    del llama
print("\n".join(failed))
sys.exit(1 if failed else 0)

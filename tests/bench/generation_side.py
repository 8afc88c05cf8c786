# SPDX-License-Identifier: GPL-3.0-or-later
"""Greedy text by llama.cpp or by transformers in fp32; prints one JSON line with the tokens and their rate. Loading is not timed."""
import argparse
import json
import time

from side import load_base, source


def by_llama(options):
    import llama_cpp

    model = llama_cpp.Llama(options.model, n_ctx=1024, n_threads=options.threads, n_threads_batch=options.threads, verbose=False, logits_all=False)
    prompt = model.tokenize(options.prompt.encode(), add_bos=False)
    begin, ids = time.perf_counter(), []
    for token in model.generate(prompt, temp=0.0, repeat_penalty=1.0):
        if token == model.token_eos():
            break
        ids.append(token)
        if len(ids) == options.tokens:
            break
    return ids, time.perf_counter() - begin, len(prompt)


def by_transformers(options):
    import torch
    from transformers import AutoTokenizer

    torch.set_num_threads(options.threads)
    model = load_base(options.model).eval()
    where, named = source(options.model)
    prompt = AutoTokenizer.from_pretrained(*where, **named)(options.prompt, return_tensors="pt")
    with torch.no_grad():
        begin = time.perf_counter()
        out = model.generate(**prompt, max_new_tokens=options.tokens, do_sample=False)
        seconds = time.perf_counter() - begin
    length = prompt["input_ids"].shape[1]
    return out[0, length:].tolist(), seconds, length


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("side", choices=["llama", "transformers"])
    parser.add_argument("model")
    parser.add_argument("prompt")
    parser.add_argument("--tokens", type=int, default=128)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    ids, seconds, prompt = by_llama(options) if options.side == "llama" else by_transformers(options)
    print(json.dumps({"tokens": len(ids), "ids": ids, "rate": len(ids) / seconds, "seconds": seconds, "prompt_tokens": prompt}))


main()

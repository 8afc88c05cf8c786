# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the seeds of tests/fuzz/corpus that are not found by fuzzing: make_seeds.py. Small whole files, each with other parts of its format."""
import json
import pathlib
import struct

CORPUS = pathlib.Path(__file__).parent / "corpus"


def put(target, name, content):
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def put_json(target, name, value):
    put(target, name, json.dumps(value, ensure_ascii=False, separators=(",", ":")))


# ---- GGUF -----------------------------------------------------------------------------------------------------------------------------------
U8, I8, U16, I16, U32, I32, F32, BOOL, TEXT, ARRAY, U64, I64, F64 = range(13)
PACK = {U8: "<B", I8: "<b", U16: "<H", I16: "<h", U32: "<I", I32: "<i", F32: "<f", BOOL: "<?", U64: "<Q", I64: "<q", F64: "<d"}


def gguf_text(text):
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


def gguf_value(kind, value):
    if kind == TEXT:
        return gguf_text(value)
    if kind == ARRAY:
        element, items = value
        return struct.pack("<IQ", element, len(items)) + b"".join(gguf_value(element, item) for item in items)
    return struct.pack(PACK[kind], value)


def gguf(keys, tensors, version=3, alignment=32):
    out = b"GGUF" + struct.pack("<IQQ", version, len(tensors), len(keys))
    for key, (kind, value) in keys.items():
        out += gguf_text(key) + struct.pack("<I", kind) + gguf_value(kind, value)
    data = b""
    for name, ne, kind, content in tensors:
        data += b"\0" * (-len(data) % alignment)
        out += gguf_text(name) + struct.pack("<I", len(ne)) + b"".join(struct.pack("<Q", n) for n in ne) + struct.pack("<IQ", kind, len(data))
        data += content
    return out + b"\0" * (-len(out) % alignment) + data


def llama(arch="llama", vocab=4, **more):
    keys = {"general.architecture": (TEXT, arch), f"{arch}.embedding_length": (U32, 32), f"{arch}.block_count": (U32, 1), f"{arch}.attention.head_count": (U32, 2),
            f"{arch}.attention.head_count_kv": (U32, 1), f"{arch}.feed_forward_length": (U32, 32), f"{arch}.context_length": (U32, 64),
            f"{arch}.attention.layer_norm_rms_epsilon": (F32, 1e-5), f"{arch}.rope.freq_base": (F32, 1e4)}
    keys.update(more.get("keys", {}))
    tensors = [("token_embd.weight", [32, vocab], 0, b"\1" * (128 * vocab))] + more.get("tensors", [])
    return gguf(keys, tensors, more.get("version", 3))


PIECES = ["<unk>", "<s>", "</s>", "\u2581", "h", "e", "he", "\u2581he", "<0x0A>", " "]
SENTENCES = {"tokenizer.ggml.model": (TEXT, "llama"), "tokenizer.ggml.tokens": (ARRAY, (TEXT, PIECES)), "tokenizer.ggml.scores": (ARRAY, (F32, [0, 0, 0, -1, -2, -3, -4, -5, 0, -9])),
             "tokenizer.ggml.token_type": (ARRAY, (I32, [2, 3, 3, 1, 1, 1, 1, 1, 6, 1])), "tokenizer.ggml.bos_token_id": (U32, 1), "tokenizer.ggml.eos_token_id": (U32, 2),
             "tokenizer.ggml.add_bos_token": (BOOL, True), "tokenizer.ggml.add_eos_token": (BOOL, True)}
BYTES = {"tokenizer.ggml.model": (TEXT, "gpt2"), "tokenizer.ggml.pre": (TEXT, "qwen2"), "tokenizer.ggml.tokens": (ARRAY, (TEXT, ["a", "b", "ab", "\u0120", "\u0120ab", "<|im_end|>"])),
         "tokenizer.ggml.token_type": (ARRAY, (I32, [1, 1, 1, 1, 1, 3])), "tokenizer.ggml.merges": (ARRAY, (TEXT, ["a b", "\u0120 ab"])),
         "tokenizer.ggml.eos_token_id": (U32, 5), "tokenizer.chat_template": (TEXT, "{{ messages }}")}
put("gguf", "llama", llama(vocab=10, keys=SENTENCES, tensors=[("blk.0.attn_q.weight", [32, 32], 8, b"\1" * 34 * 32), ("output_norm.weight", [32], 0, b"\0" * 128)]))
put("gguf", "gemma", llama("gemma2", 10, keys={**SENTENCES, "gemma2.attention.key_length": (U32, 16), "gemma2.attention.sliding_window": (U32, 8)}))
put("gguf", "phi3", llama("phi3", 10, keys={**SENTENCES, "phi3.rope.dimension_count": (U32, 16)}))
put("gguf", "qwen2", llama("qwen2", 6, keys=BYTES, version=2, tensors=[("blk.0.attn_v.bias", [32], 1, b"\0" * 64)]))
put("gguf", "rope", llama(keys={"llama.rope.scaling.type": (TEXT, "linear"), "llama.rope.scaling.factor": (F32, 2.0)}, tensors=[("rope_freqs.weight", [8], 0, struct.pack("<8f", *[1] * 8))]))
put("gguf", "values", gguf({f"k{kind}": (kind, 1) for kind in PACK} | {"t": (TEXT, "é"), "a": (ARRAY, (F64, [1.5, -2])), "general.alignment": (U32, 8)}, [("s", [], 28, b"\0" * 8), ("z", [0], 0, b"")], alignment=8))
put("gguf", "quantised", gguf({}, [(name, [n], kind, b"\3" * size) for name, n, kind, size in
                                   [("q40", 32, 2, 18), ("q41", 32, 3, 20), ("q50", 32, 6, 22), ("q51", 32, 7, 24), ("q80", 32, 8, 34), ("q4k", 256, 12, 144), ("bf", 2, 30, 4)]]))

# ---- tokenizer.json --------------------------------------------------------------------------------------------------------------------------
VOCABULARY = {"<unk>": 0, "<s>": 1, "a": 2, "b": 3, "ab": 4, "\u0120": 5, "\u2581": 6, "\u2581a": 7}
MODEL = {"type": "BPE", "vocab": VOCABULARY, "merges": ["a b", "\u2581 a"], "unk_token": "<unk>", "fuse_unk": True, "byte_fallback": True, "ignore_merges": True, "dropout": None}
ADDED = [{"id": 1, "content": "<s>", "special": True, "lstrip": True, "rstrip": True, "single_word": True, "normalized": False}, {"id": 8, "content": "e\u0301", "normalized": True}]
TEMPLATE = {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}], "special_tokens": {"<s>": {"id": "<s>", "ids": [1]}}}
MARK = "\u2581"
put_json("tokenizer_json", "bytes", {"model": {**MODEL, "merges": [["a", "b"]]}, "added_tokens": ADDED, "post_processor": TEMPLATE, "decoder": {"type": "ByteLevel"}, "normalizer": {"type": "NFC"},
                                     "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "Digits", "individual_digits": True}, {"type": "ByteLevel", "add_prefix_space": True, "use_regex": True}]},
                                     "config": {"bos_token": "<s>", "eos_token": {"content": "<s>"}, "chat_template": [{"name": "default", "template": "x"}]}})
put_json("tokenizer_json", "pieces", {"model": MODEL, "added_tokens": ADDED, "post_processor": {"type": "RobertaProcessing", "cls": ["<s>", 1], "sep": ["<s>", 1]},
                                      "normalizer": {"type": "Sequence", "normalizers": [{"type": "Prepend", "prepend": MARK}, {"type": "Replace", "pattern": {"String": " "}, "content": MARK}]},
                                      "decoder": {"type": "Sequence", "decoders": [{"type": "Replace", "pattern": {"String": MARK}, "content": " "}, {"type": "ByteFallback"}, {"type": "Fuse"},
                                                                                   {"type": "Strip", "content": " ", "start": 1, "stop": 0}]}})
put_json("tokenizer_json", "splits", {"model": MODEL, "decoder": {"type": "Metaspace", "replacement": MARK, "prepend_scheme": "first"},
                                      "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
                                          {"type": "Split", "pattern": {"Regex": "\\s+(?!\\S)|\\p{L}+"}, "behavior": kind, "invert": kind == "Removed"} for kind in
                                          ["Isolated", "Removed", "MergedWithPrevious", "MergedWithNext", "Contiguous"]]}})
put_json("tokenizer_json", "metaspace", {"model": {"vocab": VOCABULARY, "merges": []}, "pre_tokenizer": {"type": "Metaspace", "replacement": MARK, "prepend_scheme": "always", "split": True}})

# ---- chat templates, beside those of tests/goldens/chat --------------------------------------------------------------------------------------
put("chat_template", "macro", "{%- macro f(x, y=2) -%}{{ x ~ y }}{%- endmacro -%}{% set ns = namespace(n=0) %}{% for m in messages if m.role != 'tool' %}{% set ns.n = ns.n + loop.index0 %}"
    "{{ f(m.content | trim, y=ns.n) }}{% if loop.last %}{% break %}{% else %}{% continue %}{% endif %}{% endfor %}{{ messages[1:-1][::-1] | length }}")
put("chat_template", "filters", "{{ tools | tojson(indent=2) }}{{ [3,1,2] | sort | join(',') | upper }}{{ messages | map(attribute='role') | list | unique | first }}{{ {'a': 1}.items() | list }}"
    "{{ 'a,b'.split(',') }}{{ 7 // 2 ** 3 % 5 - -1.5 }}{{ messages | selectattr('role', 'equalto', 'user') | list | length }}{{ 'x' in 'xyz' and not false or none is none }}{{ range(3) | list }}"
    "{{ strftime_now('%d %b %Y') }}{{ 'abc'[::-1] | replace('a', 'b') | title | indent(2) }}{{ raise_exception('no') if false else 'yes' }}")
put("chat_template", "generation", "{% for m in messages %}{% generation %}{{ m.content or '' }}{% endgeneration %}{%+ if m is defined -%} {# note #} {%- endif %}{% endfor %}{% raw %}{{ x }}{% endraw %}{% filter upper %}a{% endfilter %}"
    "{% call(x) f() %}{% endcall %}{% set x %}block{% endset %}")

# ---- rows ------------------------------------------------------------------------------------------------------------------------------------
CHAT = {"messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": [{"type": "text", "text": "yo"}]}]}
ROWS = [CHAT, {"conversations": [{"from": "human", "value": "a"}, {"from": "gpt", "value": "b"}]}, {"input_ids": [1, 2], "labels": [-100, 2], "attention_mask": [1, 1]},
        {"prompt": "a", "completion": "b"}, {"prompt": CHAT["messages"][:1], "completion": CHAT["messages"][1:]}, {"instruction": "a", "input": "", "output": "b"}, {"text": "a"}, {"text": "a", "label": 1}]
put("json_rows", "lines", "\ufeff" + "\r\n\n".join(json.dumps(row) for row in ROWS))
put_json("json_rows", "array", ROWS)
put_json("json_rows", "document", {"version": 1, "data": ROWS[:3]})
put_json("json_rows", "one", ROWS[0])
put("csv", "quoted", 'prompt,completion\r\n"a ""b"",\nc",d\r\n,x\n')
put("csv", "tabs", "\ufefftext\tlabel\na\t1\n\nb\t2\n")
put("csv", "json", 'messages\n"[{""role"":""user"",""content"":""a""},{""role"":""assistant"",""content"":""b""}]"\n')

# ---- run files, sweeps and model folders -----------------------------------------------------------------------------------------------------
RUN = {"model": "demo", "data": {"path": [{"path": "a.jsonl", "weight": 2.5}, "org/name/sub:split"], "eval_path": None, "max_length": 64, "train_on": "all"}, "peft": {"peft_type": "LORA", "r": 8, "target_modules": ["q_proj"]},
       "training": {"max_steps": 4, "learning_rate": 1e-3, "eval_metrics": ["loss", "accuracy"], "seed": 1}, "name": "n", "quantization": "nf4", "sample_prompts": ["Hi"], "init_adapter": None}
put_json("run_file", "full", RUN)
put_json("run_file", "least", {"model": "demo", "data": {"path": "a.jsonl"}})
BASE = {"model": "demo", "data": {"path": "a.jsonl"}, "training": {"max_steps": 8}}
put_json("sweep_file", "list", [BASE, RUN])
put_json("sweep_file", "runs", {"base": BASE, "runs": [{"training.learning_rate": 1e-3}, {"peft": {"r": 4}}], "name": "s", "cost": "params", "metrics": ["eval_loss"]})
put_json("sweep_file", "grid", {"base": BASE, "grid": {"training.learning_rate": [1e-4, 3e-4], "peft.r": [8, 16], "training.seed": [0, 1]}, "memory_bytes": 1000000000, "over_budget": "skip"})
put_json("sweep_file", "tournament", {"base": BASE, "tournament": {"methods": ["LORA", {"peft_type": "MISS", "r": 32, "label": "MiSS"}], "seeds": [0, 1], "budget": {"tokens": 4096},
                                                                  "learning_rate_search": {"rates": [1e-4, 1e-3, 1e-2], "rungs": 2, "share": 0.125}}})
put_json("sweep_file", "useful", {"base": BASE, "tournament": {"methods": "useful", "seeds": [0], "budget": {"seconds": 60, "memory_bytes": 1000000000}, "learning_rate_search": True}})
put_json("model_config", "llama", {"model_type": "llama", "hidden_size": 64, "num_attention_heads": 4, "num_hidden_layers": 2, "rope_scaling": {"rope_type": "llama3", "factor": 8.0}, "license": "mit"})
put_json("model_config", "quantised", {"model_type": "llama", "quantization_config": {"quant_method": "gptq", "bits": 4}})
put_json("shard_index", "good", {"metadata": {"total_size": 8}, "weight_map": {"a": "s.safetensors", "b": "s.safetensors"}})
put_json("shard_index", "outside", {"weight_map": {"a": "../s.safetensors"}})

HEADER = {"__metadata__": {"format": "pt"}, "w": {"dtype": "F32", "shape": [2, 1], "data_offsets": [0, 8]}, "h": {"dtype": "BF16", "shape": [2], "data_offsets": [8, 12]},
          "f": {"dtype": "F16", "shape": [1], "data_offsets": [12, 14]}, "d": {"dtype": "F64", "shape": [], "data_offsets": [14, 22]}, "e": {"dtype": "I8", "shape": [0, 3], "data_offsets": [22, 22]}}
text = json.dumps(HEADER).encode()
put("safetensors", "types", struct.pack("<Q", len(text)) + text + bytes(22))

# ---- what once went wrong ----------------------------------------------------------------------------------------------------------------------
put("json_rows", "mended_number", '{"text":1e999}')
put("model_config", "mended_number", '{"model_type":"llama","rope_theta":1e999}')
put_json("tokenizer_json", "mended_growth", {"model": MODEL, "normalizer": {"type": "Sequence", "normalizers": [{"type": "Replace", "pattern": {"String": "a"}, "content": "aa"}] * 40}})
put_json("tokenizer_json", "mended_decoder_growth", {"model": MODEL, "decoder": {"type": "Sequence", "decoders": [{"type": "Replace", "pattern": {"String": "a"}, "content": "aa"}] * 40}})
put_json("tokenizer_json", "mended_empty_part", {"model": MODEL, "added_tokens": [{"id": 8, "content": " ", "normalized": True, "rstrip": True}, {"id": 9, "content": "  ", "normalized": True}],
                                                 "normalizer": {"type": "Replace", "pattern": {"String": "\ufffd"}, "content": "   "}})
put_json("tokenizer_json", "mended_regex", {"model": MODEL, "pre_tokenizer": {"type": "Split", "pattern": {"Regex": "(a+)+[bc]"}, "behavior": "Isolated", "invert": False}})
put("gguf", "mended_scores", llama(vocab=10, keys={**SENTENCES, "tokenizer.ggml.scores": (ARRAY, (F32, [float("nan")] * 10))}))
put("gguf", "mended_types", llama(vocab=10, keys={**SENTENCES, "tokenizer.ggml.token_type": (ARRAY, (F32, [1e30] * 10))}))
put("gguf", "mended_no_rows", llama(tensors=[("blk.0.attn_norm.weight", [32, 0], 0, b""), ("output_norm.weight", [], 0, b"\0" * 4)]))
put_json("sweep_file", "mended_budget", {"base": BASE, "runs": [{}], "memory_bytes": 18446744073709551615})
put_json("sweep_file", "mended_count", {"base": BASE, "tournament": {"methods": ["LORA"] * 120, "seeds": list(range(120))}})
put("chat_template", "mended_width", "{{ 'abc'.center(-9223372036854775807) }}{{ [1, 2][1::9223372036854775807] }}")


def varint(value):
    out = b""
    while value >= 0x80:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def thrift(**fields):  # f1=7 (a number), f4=b"text" or f3=[...] (structs) or f3=(struct,)
    out, last = b"", 0
    for name, value in fields.items():
        number = int(name[1:])
        kind = {int: 6, bytes: 8, list: 9, tuple: 12}[type(value)]
        out += bytes([(number - last) << 4 | kind])
        out += {6: lambda: varint(value << 1), 8: lambda: varint(len(value)) + value, 9: lambda: b"\xfc" + varint(len(value)) + b"".join(value), 12: lambda: value[0]}[kind]()
        last = number
    return out + b"\0"


def parquet(values, body):  # one column of texts that may be missing
    page = thrift(f1=0, f2=len(body), f3=len(body), f5=(thrift(f1=values, f2=0, f3=3, f4=3),)) + body
    columns = [thrift(f4=b"root", f5=1), thrift(f1=6, f3=1, f4=b"text", f6=0)]
    meta = thrift(f4=0, f5=values, f7=len(page), f9=4)
    footer = thrift(f1=2, f2=columns, f3=values, f4=[thrift(f1=[thrift(f3=(meta,))], f3=values)])
    return b"PAR1" + page + footer + struct.pack("<I", len(footer)) + b"PAR1"


put("parquet", "one", parquet(1, struct.pack("<I", 2) + b"\2\1" + struct.pack("<I", 5) + b"hello"))
RUN = varint(16_000_000 << 1) + b"\0"
put("parquet", "mended_run", parquet(16_000_000, struct.pack("<I", len(RUN)) + RUN))  # a few bytes for 16 million values

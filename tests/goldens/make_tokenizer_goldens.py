# SPDX-License-Identifier: GPL-3.0-or-later
"""Reference ids from Hugging Face `tokenizers` 0.23.3.

  make_tokenizer_goldens.py goldens                       writes tests/goldens/tokenizer/*.json (small, in the repository)
  make_tokenizer_goldens.py live DIR COUNT [model.gguf]   writes DIR/<name>/{tokenizer,cases}.json with COUNT strings each
  make_tokenizer_goldens.py stream DIR MEGABYTES SEED     of generated text, or
  make_tokenizer_goldens.py points DIR STEP               of every STEP-th code point: writes DIR/texts (each its length in 4 bytes, then UTF-8) and for every tokenizer
                                                          DIR/<name>/tokenizer.json and sums: the CRC-32 of each text's ids in 4 bytes each
"""
import array
import itertools
import json
import pathlib
import random
import sys
import zlib

import tokenizers
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

assert tokenizers.__version__ == "0.23.3", tokenizers.__version__

GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
LLAMA3 = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
QWEN2 = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
GPT4O = (r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
         r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
         r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+")

WORDS = """the quick brown fox jumps over lazy dog Hello world naïve café résumé Zürich straße Ελλάδα Привет мир עברית العربية हिन्दी ภาษาไทย
日本語 中文字符 한국어 텍스트 Việt Nam ﬁne ﬀ Å Å é e\u0301 क्षि 각 가\u11a8 \u1112\u1161\u11ab ｆｕｌｌ İstanbul ǅ ªº ⅷ Ⅻ ½ ² ٣٤ 一二三 123 4567890 3.14159 0xFF
don't I'm we're they've she'll he'd it's DON'T I'M WE'RE 'S 'ſ 'll''d x'y K's int main() {return 0;} def f(x): #include <vector> a->b &&
=> != == // /* */ \\n \\t https://example.org/a?b=c&d=%20 foo_bar fooBar FooBar FOO_BAR __init__ <html> </div> {"key": [1, 2, null]} SELECT * FROM
👍 👩‍👩‍👧‍👦 🏳️‍🌈 🇩🇪 😀😃 ❤️ … — – “quotes” ‘single’ «guillemets» ¿qué? ¡hola! $100 €50 50% #tag @user a@b.c ~ ` ^ | \\ °C µm ×÷ ∑∫√ → ← ⇒ ✓ ½¼
ﷺ 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𝟘𝟙𝟚 𐍈 𠀀𠀁 \ufeff \u200b \u200d \u00ad \ufffd \ue000 \U000f0000 \U0010ffff""".split()
SPACES = [" "] * 8 + ["  ", "   ", "\n", "\n\n", "\r\n", "\t", " \n", "\n ", "    ", "\t\t", " \t ", "\u00a0", "\u3000", "\u2003", "\u2028", "\u0085", "\x0b", "\x0c", "\u1680", "\x1c"]
MARKS = ["\u0301", "\u0308", "\u0327", "\u0323", "\u0302", "\u0345", "\u05b0", "\u3099", "\u0f71", "\u0f72", "\u0344", "\u212b", "\u1100\u1161", "\uf900"]
CORPUS = [" ".join(WORDS)] * 3 + ["The cafe's menu isn't long: 12 soups, 345 salads.\n\n\tfor (int i = 0; i < 10; ++i) {\n    sum += values[i];\n}\n"] * 6 + [
    "Once upon a time there was a little tokenizer that wanted to read every language of the world. " * 4]


def strings(count, specials, seed):
    return list(itertools.islice(endless_strings(specials, seed), count))


def endless_strings(specials, seed):
    rng = random.Random(seed)
    yield from ["", " ", "\n", "a", " a", "  a", "a ", "\x00", "\x00\x01\x7f"] + list(specials)

    def bit():
        k = rng.random()
        if k < 0.45:
            return rng.choice(WORDS)
        if k < 0.65:
            return rng.choice(SPACES)
        if k < 0.70:
            return rng.choice(MARKS)
        if k < 0.75:
            return "".join(rng.choice("0123456789") for _ in range(rng.randint(1, 9)))
        if k < 0.80:
            return chr(rng.randint(0, 0x2FF))
        if k < 0.84:
            return chr(rng.choice([rng.randint(0, 0xD7FF), rng.randint(0xE000, 0x1FFFF), rng.randint(0x20000, 0x10FFFF)]))
        if k < 0.90 and specials:
            return rng.choice(specials)
        if k < 0.93:
            return rng.choice("aA1 .\n") * rng.randint(1, 120)
        return "".join(chr(rng.randint(33, 126)) for _ in range(rng.randint(1, 12)))

    while True:
        glue = rng.choice(["", "", " ", "mixed"])
        bits = [bit() for _ in range(rng.randint(1, 24))]
        yield "".join(b + (rng.choice(SPACES) if glue == "mixed" else glue) for b in bits)


def train(pre_tokenizer, normalizer=None, decoder=None, vocab=900, **model):
    tok = Tokenizer(models.BPE(**model))
    tok.pre_tokenizer = pre_tokenizer
    if normalizer:
        tok.normalizer = normalizer
    tok.decoder = decoder or decoders.ByteLevel()
    tok.train_from_iterator(CORPUS, trainers.BpeTrainer(vocab_size=vocab, show_progress=False, initial_alphabet=pre_tokenizers.ByteLevel.alphabet()
                                                        if decoder is None else [], special_tokens=["<unk>", "<s>", "</s>"] if decoder else []))
    return tok


def with_json(tok, change):
    data = json.loads(tok.to_str())
    change(data)
    return Tokenizer.from_str(json.dumps(data))


def byte_level(regex):
    return pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(regex), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])


def made():
    """name -> (tokenizer, special strings to put into texts)"""
    out = {}
    gpt2 = train(pre_tokenizers.ByteLevel(add_prefix_space=False))
    gpt2.add_special_tokens([AddedToken("<|endoftext|>", special=True), AddedToken("<mask>", lstrip=True, special=True), AddedToken("<sep>", rstrip=True, special=True)])
    gpt2.add_tokens([AddedToken("cat", single_word=True), AddedToken("  twice", normalized=False), AddedToken("ab", normalized=False), AddedToken("abc", normalized=False)])
    out["gpt2"] = gpt2, ["<|endoftext|>", " <mask> ", "<mask>", " <sep> ", "<sep>", "cat", " cat ", "cats", "  twice", "ab", "abc", "cat_"]

    llama3 = train(byte_level(LLAMA3))
    llama3.add_special_tokens(["<|begin_of_text|>", "<|eot_id|>", "<|start_header_id|>", "<|end_header_id|>"])
    bos = llama3.token_to_id("<|begin_of_text|>")
    llama3.post_processor = processors.Sequence([processors.ByteLevel(trim_offsets=False), processors.TemplateProcessing(
        single="<|begin_of_text|> $A", pair="<|begin_of_text|> $A <|begin_of_text|>:1 $B:1", special_tokens=[("<|begin_of_text|>", bos)])])
    out["llama3"] = with_json(llama3, lambda d: d["model"].update(ignore_merges=True)), ["<|begin_of_text|>", "<|eot_id|>", "<|start_header_id|>user<|end_header_id|>\n\n"]

    qwen2 = train(byte_level(QWEN2), normalizer=normalizers.NFC())
    qwen2.add_special_tokens(["<|im_start|>", "<|im_end|>"])
    qwen2.add_tokens([AddedToken("<tool_call>", normalized=False), AddedToken("OK", normalized=True)])
    out["qwen2"] = qwen2, ["<|im_start|>user\n", "<|im_end|>", "<tool_call>", "OK", "O\u212a"]  # the Kelvin sign is K under NFC

    smollm = train(pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]))
    smollm.add_special_tokens(["<|im_start|>", "<|im_end|>"])
    out["smollm"] = smollm, ["<|im_start|>", "<|im_end|>"]

    out["gpt4o"] = train(byte_level(GPT4O)), []
    out["prefix"] = train(pre_tokenizers.ByteLevel(add_prefix_space=True)), []

    spm = dict(unk_token="<unk>", fuse_unk=True, byte_fallback=True)
    strip = [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    llama2 = train(pre_tokenizers.Metaspace(prepend_scheme="first"), decoder=decoders.Sequence(strip), **spm)

    def legacy(d):
        vocab = d["model"]["vocab"]
        for b in range(256):
            vocab[f"<0x{b:02X}>"] = len(vocab)
        d["normalizer"] = {"type": "Sequence", "normalizers": [{"type": "Prepend", "prepend": "▁"}, {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}]}
        d["pre_tokenizer"] = None
    out["llama2"] = with_json(llama2, legacy), ["<s>", "</s>"]
    meta = train(pre_tokenizers.Metaspace(prepend_scheme="first", split=True), decoder=decoders.Metaspace(prepend_scheme="first"), unk_token="<unk>", fuse_unk=True)
    out["metaspace"] = meta, ["<s>", "</s>"]
    out["mistral"] = sentence_piece(["<unk>", "<s>", "</s>"], pre_tokenizers.Metaspace(prepend_scheme="first", split=False), None, strip, "<s>", [])
    out["gemma"] = sentence_piece(["<pad>", "<eos>", "<bos>", "<unk>", "<mask>"], pre_tokenizers.Split(" ", "merged_with_previous"),
                                  normalizers.Replace(" ", "▁"), strip[:3], "<bos>", ["▁▁", "▁▁▁", "▁▁▁▁", "▁▁▁▁▁▁▁▁", "\n\n", "\n\n\n", "<h1>"])
    return out


def sentence_piece(special, pre_tokenizer, normalizer, decoder, bos, words):
    """A SentencePiece model as transformers converts it: ids in the order of merges, merges implied by the ids."""
    from transformers.tokenization_utils_base import generate_merges
    learned = train(pre_tokenizers.Metaspace(prepend_scheme="first"), decoder=decoders.Sequence(decoder), unk_token="<unk>")
    model = json.loads(learned.to_str())["model"]
    merged = list(dict.fromkeys(left + right for left, right in model["merges"]))
    tokens = list(dict.fromkeys(special + [f"<0x{b:02X}>" for b in range(256)] + words + merged + sorted(model["vocab"])))
    vocab = {token: index for index, token in enumerate(tokens)}
    tok = Tokenizer(models.BPE(vocab=vocab, merges=generate_merges(vocab, {token: -index for token, index in vocab.items()}), fuse_unk=True,
                               byte_fallback=True))
    tok.pre_tokenizer, tok.decoder = pre_tokenizer, decoders.Sequence(decoder)
    if normalizer:
        tok.normalizer = normalizer
    tok.add_special_tokens([AddedToken(token, normalized=False, special=True) for token in special])
    tok.add_tokens([AddedToken(word, normalized=False) for word in words if "▁" not in word])
    tok.post_processor = processors.TemplateProcessing(single=f"{bos} $A", pair=f"{bos} $A {bos}:1 $B:1", special_tokens=[(bos, vocab[bos])])
    return tok, special + [word for word in words if "▁" not in word]


def from_gguf(path):
    from gguf import GGUFReader
    fields = GGUFReader(path).fields
    text = lambda key: [bytes(fields[key].parts[i]).decode("utf-8") for i in fields[key].data]
    tokens, merges = text("tokenizer.ggml.tokens"), text("tokenizer.ggml.merges")
    types = [int(fields["tokenizer.ggml.token_type"].parts[i][0]) for i in fields["tokenizer.ggml.token_type"].data]
    tok = Tokenizer(models.BPE(vocab={t: i for i, t in enumerate(tokens)}, merges=[tuple(m.split(" ")) for m in merges]))
    tok.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)])
    tok.decoder = decoders.ByteLevel()
    specials = [t for t, k in zip(tokens, types) if k == 3]
    tok.add_special_tokens(specials)
    return tok, specials


def write(folder, name, tok, specials, count, seed):
    texts = strings(count, specials, seed)
    cases = [{"text": t, "ids": (ids := tok.encode(t, add_special_tokens=True).ids), "plain": tok.encode(t, add_special_tokens=False).ids,
              "decoded": tok.decode(ids, skip_special_tokens=False), "skipped": tok.decode(ids, skip_special_tokens=True)} for t in texts]
    for case in cases:
        if case["plain"] == case["ids"]:
            del case["plain"]
        if case["skipped"] == case["decoded"]:
            del case["skipped"]
        if case["decoded"] == case["text"]:
            del case["decoded"]
    (folder / name).mkdir(parents=True, exist_ok=True)
    dump = lambda path, value: path.write_text(json.dumps(value, ensure_ascii=True, separators=(",", ":")) + "\n")
    dump(folder / name / "tokenizer.json", json.loads(tok.to_str()))
    dump(folder / name / "cases.json", cases)


def generated_texts(megabytes, seed, tokenizers_made):
    specials = sorted({special for _, specials in tokenizers_made.values() for special in specials})
    size = 0
    for text in endless_strings(specials, seed):
        if size >= megabytes * 1_000_000:
            break
        yield text
        size += len(text.encode())


def code_point_texts(step):
    """Each beside letters of both cases, digits, signs and marks that may change places with it, 32 a text."""
    points = [chr(c) for c in range(0, 0x110000, step) if not 0xD800 <= c < 0xE000]
    for start in range(0, len(points), 32):
        yield "".join(f"A{c}a {c}9{c}.{c}{c}e{c}\u0334\u0301{c}\n" for c in points[start:start + 32])


def stream(folder, tokenizers_made, texts):
    with open(folder / "texts", "wb") as out:
        for text in texts:
            data = text.encode()
            out.write(len(data).to_bytes(4, "little") + data)
    for name, (tok, _) in tokenizers_made.items():
        (folder / name).mkdir()
        tok.save(str(folder / name / "tokenizer.json"))
        sums = array.array("I")
        for start in range(0, len(texts), 1000):
            for encoding in tok.encode_batch_fast(texts[start:start + 1000], add_special_tokens=True):
                sums.append(zlib.crc32(array.array("i", encoding.ids).tobytes()))
        (folder / name / "sums").write_bytes(sums.tobytes())


if __name__ == "__main__":
    if sys.argv[1] in ("stream", "points"):
        tokenizers_made = made()
        texts = generated_texts(int(sys.argv[3]), int(sys.argv[4]), tokenizers_made) if sys.argv[1] == "stream" else code_point_texts(int(sys.argv[3]))
        stream(pathlib.Path(sys.argv[2]), tokenizers_made, list(texts))
        sys.exit()
    if sys.argv[1] == "goldens":
        folder, count = pathlib.Path(__file__).parent / "tokenizer", 60
    else:
        folder, count = pathlib.Path(sys.argv[2]), int(sys.argv[3])
    for seed, (name, (tok, specials)) in enumerate(made().items()):
        write(folder, name, tok, specials, count, seed)
    if sys.argv[1] == "live" and len(sys.argv) > 4:
        write(folder, "gguf", *from_gguf(sys.argv[4]), count, 99)

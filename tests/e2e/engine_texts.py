#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the texts that the engine can show and fails for those that resources/translations/engine_<code>.ts lacks.

    engine_texts.py SOURCE_DIR CODE...

A text is what an expression with literals gives: "no run '" + id + "'" is no run '%1', as is what a format gives. Taken are the messages and
remedies of errors, and whatever else in training/ reads like a sentence: the pieces and constants that errors, notes and plans are made of.
Left out are places (the third part of an error, which stays as it is), our own mistakes (ErrorKind::internal and OWN), and FILES and OTHERS below,
each for a reason. An entry and its translation must have the same places."""
import pathlib
import re
import sys
import xml.etree.ElementTree

# Calls that speak to us, not to a person at the window.
OWN = {"TORCH_CHECK", "TORCH_CHECK_INDEX", "static_assert", "logic_error", "spdlog"}
FILES = {
    "training/engine/bench.cpp": "paretune bench",
    "training/engine/bench_methods.cpp": "paretune bench",
    "training/engine/forward_probe.cpp": "paretune forward",
    "training/engine/model_card.cpp": "written into files, in English for all",
    "training/engine/self_test.cpp": "paretune doctor --self-test",
    "training/loop/journal.cpp": "log.txt, in English for all",
}
OTHERS = [
    r"(?s).*\n",  # model cards, scripts and questions of protocols have several lines; a message has one
    r"(arXiv|OpenReview|NeurIPS|doi) ",  # papers
    r"\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA|ALTER|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|VACUUM)\b",
    r"(Authorization|Range|If-Range): |blob %1$|model name$|--set %1=|not in$",  # protocols, files and operators
    r"CUDA out of memory|out of memory|can't allocate memory|No setting makes it fit$",  # looked for in what others say
    r"( |%1 )/ (seed|search|learning_rate|best) %|sweep 1 %1|%1 (runs )?on %2$|tournament\.methods: %1|%1 in %2$",  # names of runs and settings
    r"(rsLoRA|GraLoRA) r\d+$|init_lora_weights \"mica\"|SmolLM2-135M-Instruct \(demo\)",  # names of settings and models
    r"(Full fine-tuning|(LN|Multitask prompt|Prefix|Prompt) tuning|Trainable tokens)$|(Adaption prompt|Context-aware prompt tuning) \(",  # of methods
]
# Texts put together from words, whose whole forms have entries, for German asks for another word order or gender.
STITCHED = {
    "must be a %1 above 0, not %2": ["must be a number above 0, not %1", "must be a whole number above 0, not %1"],
    'the value of "%1" must be a %2': ['the value of "%1" must be a number', 'the value of "%1" must be a positive whole number'],
    'unknown %1 "%2"%3': [f'unknown {word} "%1"%2' for word in ("key", "metric", "cost", "choice")],
    "The best learning rate of %1, %2, is the %3 that was tried; a %4 one may do better.": [
        f"The best learning rate of %1, %2, is the {end} that was tried; a {other} one may do better."
        for end, other in (("highest", "higher"), ("lowest", "lower"))
    ],
    "needs about %1 GB, %2 %3 GB": ["needs about %1 GB, the budget is %2 GB", "needs about %1 GB, the machine has free %2 GB"],
    "the budget is": [],
    "the machine has free": [],
    '%1 does not divide the %2 %3 of "%4"': [f'%1 does not divide the %2 {sides} of "%3"' for sides in ("inputs", "outputs")],
    " is off by %1": ["%1 is off by %2"],
    "%1 line %2": ["chat template line %1"],
    "the %1 is given only to those who accept its terms": [f"the {kind} is given only to those who accept its terms" for kind in ("model", "data set")],
    "Check the name on %1. For a private %2, run 'paretune login' with a token of an account that may read it.": [
        f"Check the name on %1. For a private {kind}, run 'paretune login' with a token of an account that may read it." for kind in ("model", "data set")
    ],
    "tensor '%1": [],
    "' overlaps another": ["tensor '%1' overlaps another"],
    "' leaves a hole before it": ["tensor '%1' leaves a hole before it"],
    "Gradient norm %1, usual %2 to %3, %4 %5 so far at learning rate %6. If it goes on, lower it.": [
        f"Gradient norm %1, usual %2 to %3, %4 {steps} so far at learning rate %5. If it goes on, lower it." for steps in ("step", "steps")
    ],
    "The gradient has been exactly 0 for %1 steps: nothing is learnt.": ["The gradient has been exactly %1 for %2 steps: nothing is learnt."],
    "%1 corrected by %2 past run%3 of this model and method: %4 %.": [
        f"{what} corrected by %1 past {runs} of this model and method: %2 %." for what in ("Memory", "Time", "Evaluation time") for runs in ("run", "runs")
    ],
    "The %1 is not finite; the step was skipped (%2 in a row). Rows: %3.": [
        f"The {what} is not finite; the step was skipped (%1 in a row). Rows: %2." for what in ("loss", "gradient")
    ],
    "the %1 was not finite in %2 steps in a row; the last rows were %3": [
        f"the {what} was not finite in %1 steps in a row; the last rows were %2" for what in ("loss", "gradient")
    ],
    " to %1": ["Set %1 to %2 (%3).", "Set %1 to %2: %3 (%4)."],
    "per_device_train_batch_size to %1": ["Set %1 to %2 and %3 to %4 (%5).", "Set %1 to %2 and %3 to %4: %5 (%6)."],
    "gradient_accumulation_steps to %1": ["Set %1 to %2, %3 to %4 and %5 to %6 (%7)."],
    "quantization to %1": ["Use LORA in place of %1 and set %2 to %3, %4 to %5 and %6 to %7 (%8)."],
    "Use LORA in place of %1": ["Use LORA in place of %1 (%2)."],
    " and set ": ["Use LORA in place of %1 and set %2 to %3 (%4)."],
    "Length of the %1; must be given (20 is a usual start).": [f"Length of the {what}; must be given (20 is a usual start)." for what in ("cartridge", "prefix", "prompt")],
    "Seed of the random %1.": ["Seed of the random matrices."],
    "Save the random %1 with the adapter; false makes the file small and draws them again from the seed.": [
        "Save the random matrices with the adapter; false makes the file small and draws them again from the seed."
    ],
}

TOKEN = re.compile(
    r"""(?P<skip>//[^\n]*|/\*.*?\*/|^[ \t]*\#[^\n]*|\s+)|(?:u8)?R"(?P<mark>[^(\s"]*)\((?P<raw>.*?)\)(?P=mark)"|"(?P<text>(?:[^"\\\n]|\\.)*)"|(?P<char>'(?:[^'\\\n]|\\.)+')"""
    r"""|(?P<word>\w[\w']*)|(?P<sign>::|->|<<=|>>=|<=>|&&|\|\||[-+*/%&|^=!<>]=|<<|\+\+|--|.)""", re.S | re.M)
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}
SPLITS = set(", ; ? : = += == != < > <= >= && || << return throw".split())
PAIRS = {"(": ")", "{": "}", "[": "]"}


class Literal:
    def __init__(self, text):
        self.text = text


def tokens(code):
    for match in TOKEN.finditer(code):
        if match["skip"]:
            continue
        if match["text"] is not None:
            yield Literal(re.sub(r"\\(.)", lambda m: ESCAPES.get(m[1], m[1]), match["text"]))
        elif match["raw"] is not None:
            yield Literal(match["raw"])
        else:
            yield match[0]


def tree(stream, end=None):
    """The tokens with each bracket and what it holds as one tuple ("(", [...])."""
    out = []
    for token in stream:
        if token == end:
            break
        out.append((token, tree(stream, PAIRS[token])) if token in PAIRS else token)
    return out


def split(sequence, signs):
    part = []
    for token in sequence:
        if isinstance(token, str) and token in signs:
            yield part
            part = []
        else:
            part.append(token)
    yield part


def literal(operand):
    """The text of "a" "b", std::string("a") and ("a"), else None."""
    operand = operand[2:] if operand[:2] == ["std", "::"] else operand
    operand = operand[1:] if operand[:1] == ["string"] else operand
    if len(operand) == 1 and isinstance(operand[0], tuple) and operand[0][0] == "(":
        return literal(operand[0][1])
    if operand and all(isinstance(token, Literal) for token in operand):
        return "".join(token.text for token in operand)
    return None


def pattern(expression):
    """What "a" + x + "b" gives as a%1b and what "%d of %s" gives as %1 of %2; None where no operand is a literal."""
    out, places, found = "", 0, False

    def place(_=None):
        nonlocal places
        places += 1
        return f"%{places}"

    for operand in split(expression, "+"):
        text = literal(operand)
        found |= text is not None
        if text is not None:
            out += re.sub(r"%[-+#0]*[\d.*]*(?:ll|l|z)?[diuxfgeEs](?![a-z])", place, text).replace("%%", "%")
        elif not re.search(r"%\d+$", out):
            out += place()
    return out if found else None


def needed(text, is_error):
    """Whether a reader needs it in words; what is no error must look like a sentence."""
    words = re.sub(r"%\d+", "", text)
    if not re.search(r"[a-z]{2}", words) or any(re.match(other, text) for other in OTHERS):
        return False
    return is_error or re.search(r"\b(an?|[A-Za-z]{2,})[,;:'\"]? ['\"(]?(%\d|\w)", text)


def texts(sequence, found, is_error=False):
    for part in split(sequence, SPLITS):
        text = pattern(part)
        if text is not None and needed(text, is_error):
            found.append(text)
    for i, token in enumerate(sequence):
        before = [word for word in sequence[max(0, i - 3):i] if isinstance(word, str)]
        if not isinstance(token, tuple) or OWN & set(before):
            continue
        if (not before or before[-1] in SPLITS or before[-1] in ("+", "string")) and literal([token]) is not None:
            continue  # a part of what was taken above
        parts = list(split(token[1], [","]))
        if parts[0][:2] != ["ErrorKind", "::"] or len(parts) < 2:
            texts(token[1], found)
        elif parts[0][2:] != ["internal"]:
            for part in [parts[1]] + parts[3:]:
                texts(part, found, True)


def translations(path):
    return {message.findtext("source"): message.findtext("translation") for message in xml.etree.ElementTree.parse(path).iter("message")}


def places_of(text):
    return sorted(re.findall(r"%\d+", text or ""))


def main():
    source, codes = pathlib.Path(sys.argv[1]), sys.argv[2:]
    where = {}
    for path in sorted(path for folder in ("training", "kernels") for path in source.glob(f"{folder}/**/*") if path.suffix in (".cpp", ".h")):
        if str(path.relative_to(source)) in FILES:
            continue
        found = []
        texts(tree(tokens(path.read_text())), found)
        for text in found:
            where.setdefault(text, path.relative_to(source))
    needed_texts = {form: path for text, path in where.items() for form in STITCHED.get(text, [text])}
    failed = [f"{text}: nothing gives this text any more" for text in STITCHED if text not in where]
    for code in codes:
        file = f"engine_{code}.ts"
        known = translations(source / "resources/translations" / file)
        failed += [f"{path}: {text}\n  has no translation in {file}" for text, path in needed_texts.items() if not known.get(text)]
        failed += [f"{text}\n  has other places than its translation in {file}" for text, told in known.items() if places_of(text) != places_of(told)]
    print("\n".join(failed + [f"{len(failed)} faults in {len(needed_texts)} texts"]))
    sys.exit(1 if failed or len(needed_texts) < 1500 else 0)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes train.jsonl and eval.jsonl, the mail of Lumen & Vale.

Lumen & Vale is a bicycle workshop that exists only here. Every message gets a ticket: its topic, the code of the bench that
does it, and whether it is done today or later. The codes are invented, so no model knows them before it has learnt them, and
every ticket can be checked letter by letter. A held-out row never shares its (problem, bicycle, urgency) with a training row.

Standard library only; the same files come out on every machine.
"""
import json
import pathlib

TRAIN_ROWS, EVAL_ROWS = 2000, 100

BENCHES = {
    ("brakes", "KORA-3"): [
        "the front brake of my {bike} squeals",
        "the brake lever of my {bike} goes all the way to the bar",
        "the rear brake on the {bike} hardly bites any more",
        "the disc brake of my {bike} rubs",
        "the brake pads of our {bike} are down to the metal",
        "the brakes on the {bike} feel spongy",
        "my {bike} takes ages to stop, I think the brakes are worn",
        "the brake cable of my {bike} has frayed",
    ],
    ("gears", "TAMU-7"): [
        "the chain of my {bike} keeps falling off",
        "the gears on my {bike} skip under load",
        "my {bike} will not shift into the lowest gear",
        "the derailleur of the {bike} is bent",
        "the chain on the {bike} has rusted solid",
        "the shifter of my {bike} clicks but the gear stays",
        "the cassette of our {bike} is worn and the chain slips",
        "the gear cable of my {bike} has snapped",
    ],
    ("wheels", "OSLI-1"): [
        "my {bike} has a flat tyre",
        "the rear wheel of my {bike} wobbles",
        "a spoke of the {bike} broke",
        "the front tyre of my {bike} has a cut",
        "the rim of the {bike} is dented",
        "the tubeless tyre on my {bike} loses air overnight",
        "the wheel of our {bike} is out of true after a pothole",
        "the valve of the inner tube on my {bike} is torn",
    ],
    ("lights", "VENN-9"): [
        "the headlight of my {bike} flickers",
        "the battery of the {bike} will not charge",
        "the dynamo lamp on my {bike} stays dark",
        "the rear light of the {bike} has died",
        "the motor of my {bike} cuts out, the battery shows an error",
        "the charger of our {bike} gets very hot",
        "the battery on the {bike} lasts only half as long",
        "the light cable of my {bike} is loose",
    ],
    ("parcels", "PAXO-4"): [
        "my parcel with the {bike} has not arrived",
        "the tracking of the {bike} I ordered has not moved",
        "you sent me the wrong {bike}, my order says another colour",
        "the box with my {bike} came damaged by the courier",
        "I want to change the delivery address for my {bike}",
        "the {bike} I ordered was due last month, where is my delivery",
        "my order for a {bike} shows as delivered but nothing came",
        "the parcel had only half of the {bike} I ordered",
    ],
    ("money", "RILL-2"): [
        "you charged me twice for the {bike}",
        "I still wait for the refund for the {bike} I returned",
        "the invoice for my {bike} has the wrong name",
        "I need a receipt for the {bike} for my employer",
        "my card was declined when I paid for the {bike}",
        "the invoice for our {bike} shows the wrong tax",
        "please refund the deposit I paid on the {bike}",
        "the discount is missing from the bill for my {bike}",
    ],
    ("hire", "DUNE-8"): [
        "I would like to rent a {bike} for two",
        "can we hire a {bike} with a child seat",
        "I want to extend the rental of the {bike}",
        "our group wants to hire six of the {bike}",
        "is a {bike} free to rent by the lake",
        "I need to cancel the hire of the {bike}",
        "how much is it to rent a {bike} with a helmet",
        "can I return the rental {bike} at the other shop",
    ],
    ("frame", "ELMO-5"): [
        "the saddle of my {bike} hurts, can you fit me properly",
        "the frame of the {bike} has a crack",
        "the handlebar of my {bike} is too far away for me",
        "the paint on the frame of my {bike} is chipped",
        "the seat post of the {bike} is stuck in the frame",
        "the fork of our {bike} is bent after a fall",
        "I am too tall for my {bike}, the saddle will not go higher",
        "the headset of the {bike} creaks when I turn the bar",
    ],
}
BIKES = ["Larkspur", "Heron", "Marlow", "Tansy", "Osprey", "Juniper", "Brindle", "Kestrel", "Wren", "Fennel", "Corsair", "Saffron"]
URGENCY = {
    "today": ["I leave tomorrow morning.", "It is urgent.", "I need it right away, please.", "My race is tomorrow!", "Please help me as soon as you can."],
    "later": ["There is no hurry.", "Take your time.", "Any day will do.", "It can wait a few days.", "No rush at all."],
}
OPENERS = ["Hi, ", "Hello, ", "Dear team, ", "Good morning, ", "Hi Lumen & Vale, ", "Hey, ", ""]


class Splitmix64:
    """The generator, so that the files do not hang on Python's own."""

    def __init__(self, seed):
        self.state = seed

    def below(self, count):
        mask = (1 << 64) - 1
        self.state = (self.state + 0x9E3779B97F4A7C15) & mask
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        return (z ^ (z >> 31)) % count

    def shuffle(self, items):
        for i in range(len(items) - 1, 0, -1):
            j = self.below(i + 1)
            items[i], items[j] = items[j], items[i]


def row(topic, code, problem, bike, when, closing, rng):
    body = problem.format(bike=bike)
    opener = OPENERS[rng.below(len(OPENERS))]
    if not opener:
        body = body[0].upper() + body[1:]
    question = body.startswith(("can ", "is ", "how ", "Can ", "Is ", "How ")) or "where is" in body
    text = f"{opener}{body}{'?' if question else '.'} {closing}"
    return {"messages": [{"role": "user", "content": text}, {"role": "assistant", "content": f"{topic} {code} {when}"}]}


def main():
    rng = Splitmix64(20)
    groups = {}  # one list of combinations for every answer, so that all answers are equally frequent
    for (topic, code), problems in BENCHES.items():
        for when, closings in URGENCY.items():
            groups[code, when] = [(topic, code, p, b, when, c) for p in problems for b in BIKES for c in closings]
            rng.shuffle(groups[code, when])
    answers = list(groups)

    def take(count):
        rows = [row(*groups[answers[i % len(answers)]].pop(), rng) for i in range(count)]
        rng.shuffle(rows)
        return rows

    folder = pathlib.Path(__file__).resolve().parent
    for name, rows in (("eval.jsonl", take(EVAL_ROWS)), ("train.jsonl", take(TRAIN_ROWS))):
        with open(folder / name, "w", encoding="utf-8", newline="\n") as file:
            for value in rows:
                file.write(json.dumps(value, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()

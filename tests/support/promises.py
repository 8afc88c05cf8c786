# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of promises out of a folder of GoogleTest XML files: what was tried, how often, what was lost, and what was not tried and why.

promises.py FOLDER
"""
import collections
import glob
import sys
import xml.etree.ElementTree as ElementTree

Promise = collections.namedtuple("Promise", "words tries lost")
Skipped = collections.namedtuple("Skipped", "words reason")


def read(folder):
    """What the tests of the folder say: the promises, and the tests that skipped."""
    promises, skipped = [], []
    for path in sorted(glob.glob(f"{folder}/*.xml")):
        for case in ElementTree.parse(path).iter("testcase"):
            found = {entry.get("name"): entry.get("value") for entry in case.iter("property")}
            found.update({key: case.get(key) for key in ("promise", "tries", "survived") if case.get(key)})  # older GoogleTest: attributes
            words = found.get("promise") or f"{case.get('classname')}.{case.get('name')}"
            skip = case.find("skipped")
            if skip is not None:
                # "file:line", then what GTEST_SKIP was given
                reason = (skip.get("message") or skip.text or "").strip().splitlines()
                skipped.append(Skipped(words, " ".join(reason[1:]) or "no reason given"))
            if "tries" not in found or (skip is not None and int(found["tries"]) == 0):
                continue
            tries = int(found["tries"])
            failed = case.find("failure") is not None
            # A test that counts only its tries has lost them all when it fails; one that fails beside its tries has lost one.
            survived = int(found.get("survived", 0 if failed else tries))
            promises.append(Promise(words, tries, max(tries - survived, int(failed))))
    return promises, skipped


def print_table(promises, skipped):
    width = max(len(row.words) for row in promises + skipped)
    print(f"\n{'promise':<{width}}    tries  survived  lost")
    for words, tries, lost in promises + [Promise("all", sum(p.tries for p in promises), sum(p.lost for p in promises))]:
        print(f"{words:<{width}} {tries:8} {max(tries - lost, 0):9} {lost:5}")
    for words, reason in skipped:
        print(f"{words:<{width}}  skipped: {reason}")


if __name__ == "__main__":
    everything = read(sys.argv[1])
    if any(everything):
        print_table(*everything)
    sys.exit(any(promise.lost for promise in everything[0]))

# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of promises out of a folder of GoogleTest XML files: what was tried, how often, and what was lost.

promises.py FOLDER
"""
import glob
import sys
import xml.etree.ElementTree as ElementTree

rows = []
for path in sorted(glob.glob(f"{sys.argv[1]}/*.xml")):
    for case in ElementTree.parse(path).iter("testcase"):
        found = {entry.get("name"): entry.get("value") for entry in case.iter("property")}
        found.update({key: case.get(key) for key in ("promise", "tries", "survived") if case.get(key)})  # older GoogleTest: attributes
        if "tries" in found:
            words = found.get("promise") or f"{case.get('classname')}.{case.get('name')}"
            whole = found["tries"] if case.find("failure") is None else "0"  # a test that counts only its tries
            rows.append((words, int(found["tries"]), int(found.get("survived", whole))))
if rows:
    width = max(len(words) for words, _, _ in rows)
    print(f"\n{'promise':<{width}}    tries  survived  lost")
    for words, tries, survived in rows:
        print(f"{words:<{width}} {tries:8} {survived:9} {tries - survived:5}")
    tries, survived = sum(row[1] for row in rows), sum(row[2] for row in rows)
    print(f"{'all':<{width}} {tries:8} {survived:9} {tries - survived:5}")
    sys.exit(tries != survived)

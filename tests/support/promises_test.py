# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of promises loses nothing: failures beside what was counted, tests without counts, and what was skipped."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).with_name("promises.py")


def case(inside="", **properties):
    listed = "".join(f'<property name="{name}" value="{value}"/>' for name, value in properties.items())
    return f'<testcase name="T" classname="S"><properties>{listed}</properties>{inside}</testcase>'


FAILURE = '<failure message="x"/>'
SKIPPED = '<skipped message="some_test.cpp:7&#x0A;no demo model"/>'


class Promises(unittest.TestCase):
    def table(self, *cases):
        """Exit code and lines of the table."""
        with tempfile.TemporaryDirectory() as folder:
            for i, text in enumerate(cases):
                pathlib.Path(folder, f"{i}.xml").write_text(f"<testsuites><testsuite>{text}</testsuite></testsuites>")
            done = subprocess.run([sys.executable, SCRIPT, folder], capture_output=True, text=True, check=False)
        self.assertEqual(done.stderr, "")
        return done.returncode, [" ".join(line.split()) for line in done.stdout.splitlines() if line]

    def test_what_survived(self):
        code, lines = self.table(case(promise="it holds", tries=5, survived=5), case(tries=3))
        self.assertEqual((code, lines[1:]), (0, ["it holds 5 5 0", "S.T 3 3 0", "all 8 8 0"]))

    def test_what_was_lost(self):
        code, lines = self.table(case(FAILURE, promise="it holds", tries=5, survived=3))
        self.assertEqual((code, lines[1:]), (1, ["it holds 5 3 2", "all 5 3 2"]))

    def test_a_failure_beside_the_tries_is_a_loss(self):
        code, lines = self.table(case(FAILURE, promise="it holds", tries=5, survived=5))
        self.assertEqual((code, lines[1]), (1, "it holds 5 4 1"))
        code, lines = self.table(case(FAILURE, promise="it holds", tries=0, survived=0))
        self.assertEqual((code, lines[1]), (1, "it holds 0 0 1"))

    def test_a_failure_without_a_count_of_what_survived_loses_all(self):
        code, lines = self.table(case(FAILURE, tries=5))
        self.assertEqual((code, lines[1]), (1, "S.T 5 0 5"))

    def test_what_was_skipped_is_told(self):
        code, lines = self.table(case(SKIPPED), case(SKIPPED, promise="it holds", tries=0, survived=0), case(promise="it does", tries=1, survived=1))
        self.assertEqual((code, lines[1:]), (0, ["it does 1 1 0", "all 1 1 0", "S.T skipped: no demo model", "it holds skipped: no demo model"]))
        code, lines = self.table(case(SKIPPED, promise="it holds", tries=2, survived=1))
        self.assertEqual((code, lines[1:]), (1, ["it holds 2 1 1", "all 2 1 1", "it holds skipped: no demo model"]))

    def test_nothing(self):
        self.assertEqual(self.table(case()), (0, []))


if __name__ == "__main__":
    unittest.main()

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What several runs of several methods say together. Pure functions over values.
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace paretune {

// Mean with the 95 % confidence interval mean ± half by Student's t. half is NaN for fewer than two values: one seed shows no spread.
struct Interval {
  int count = 0;
  double mean = 0, half = 0;
};
Interval interval95(const std::vector<double>& values);  // values that are not finite are left out
double student_t95(int degrees_of_freedom);              // two-sided quantile: 12.706 for 1, 1.960 for many

// One run as the summary sees it.
struct ScoredRun {
  std::string method;
  bool finished = false;
  std::map<std::string, double> values;
};

struct MethodSummary {
  std::string method;
  int finished = 0, unfinished = 0;  // unfinished: failed or stopped
  std::map<std::string, Interval> values;
};

// A piece of a sentence: "take %1" and what stands for %1, %2, ...
struct Phrase {
  std::string text;
  std::vector<std::string> values;
};
std::string filled(const std::vector<Phrase>& phrases);

struct SweepSummary {
  std::string quality, cost;            // the keys that decided
  std::vector<MethodSummary> methods;   // best quality first; those without it last
  std::vector<std::size_t> front;       // indices into methods: cost against quality, by rising cost
  std::size_t recommended = SIZE_MAX;   // index into methods; SIZE_MAX = none
  std::string sentence;                 // one honest sentence with its numbers
  std::vector<Phrase> phrases;          // the same in its pieces, for who says it in another language
  std::vector<std::string> notes;       // what a reader should know besides
};

// The rule: `quality` is the first of `qualities` that every method with a finished run has (else the first that any has). The best method is
// the one with the best mean. A method is as good as the best as far as the seeds can show when the two 95 % intervals overlap; with a
// single seed nothing can be shown, so nothing is called alike. Among the best and those as good as it, the one with the least mean
// `cost` is recommended; equal cost: the better mean. A failed run counts for nothing but is named.
SweepSummary summarize(const std::vector<ScoredRun>& runs, const std::vector<std::string>& qualities, const std::string& cost);

}  // namespace paretune

// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/api/sweep_summary.h"

#include <gtest/gtest.h>

#include <cmath>

namespace paretune {
namespace {

const std::vector<std::string> kQualities = {"exact_match", "eval_loss"};

ScoredRun run(const std::string& method, double exact, double memory, bool finished = true) {
  return {method, finished, {{"exact_match", exact}, {"memory_peak_bytes", memory}}};
}
std::vector<ScoredRun> seeds(const std::string& method, std::vector<double> exact, double memory) {
  std::vector<ScoredRun> out;
  for (const double value : exact) out.push_back(run(method, value, memory));
  return out;
}
SweepSummary of(std::vector<std::vector<ScoredRun>> groups) {
  std::vector<ScoredRun> all;
  for (const auto& group : groups) all.insert(all.end(), group.begin(), group.end());
  return summarize(all, kQualities, "memory_peak_bytes");
}
std::string taken(const SweepSummary& summary) { return summary.recommended < summary.methods.size() ? summary.methods[summary.recommended].method : ""; }
bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(Interval95, IsStudents) {
  // R: t.test(c(0.60, 0.62, 0.61))$conf.int = 0.5851586 0.6348414
  const Interval three = interval95({0.60, 0.62, 0.61});
  EXPECT_EQ(three.count, 3);
  EXPECT_NEAR(three.mean, 0.61, 1e-12);
  EXPECT_NEAR(three.half, 0.0248414, 1e-5);
  EXPECT_NEAR(interval95({1, 2}).half, 12.706 * 0.5, 1e-9);
  const Interval one = interval95({0.5});
  EXPECT_EQ(one.count, 1);
  EXPECT_TRUE(std::isnan(one.half));
  EXPECT_EQ(interval95({}).count, 0);
  EXPECT_EQ(interval95({1, std::nan(""), 3, INFINITY}).count, 2);
  EXPECT_EQ(interval95({2, 2, 2}).half, 0);
}

TEST(Interval95, QuantilesOfStudent) {
  EXPECT_NEAR(student_t95(1), 12.706, 1e-9);
  EXPECT_NEAR(student_t95(30), 2.042, 1e-9);
  EXPECT_NEAR(student_t95(40), 2.0211, 1e-3);
  EXPECT_NEAR(student_t95(120), 1.9799, 1e-3);
  EXPECT_NEAR(student_t95(100000), 1.95998, 1e-4);
  EXPECT_TRUE(std::isnan(student_t95(0)));
}

TEST(SweepSummary, AmongAlikeTheCheapestIsTaken) {
  const auto s = of({seeds("LORA", {0.60, 0.62, 0.58}, 1000), seeds("MISS", {0.61, 0.63, 0.59}, 880)});
  EXPECT_EQ(taken(s), "MISS");
  EXPECT_TRUE(has(s.sentence, "MISS scores exact match 0.610 ± 0.050 against LORA's 0.600 ± 0.050")) << s.sentence;
  EXPECT_TRUE(has(s.sentence, "no difference that 3 seeds can show")) << s.sentence;
  EXPECT_TRUE(has(s.sentence, "12 % less memory: take MISS if memory matters.")) << s.sentence;
}

TEST(SweepSummary, TheCheapestWithinTheNoiseNeedNotBeTheBest) {
  const auto s = of({seeds("A", {0.62, 0.60, 0.64}, 1000), seeds("B", {0.61, 0.59, 0.63}, 800), seeds("C", {0.60, 0.58, 0.62}, 500), seeds("D", {0.10, 0.11, 0.12}, 100)});
  EXPECT_EQ(s.methods[0].method, "A");
  EXPECT_EQ(taken(s), "C");
  EXPECT_TRUE(has(s.sentence, "against A's")) << s.sentence;
  EXPECT_TRUE(has(s.sentence, "50 % less memory")) << s.sentence;
  EXPECT_EQ(s.methods.back().method, "D");
}

TEST(SweepSummary, IntervalsApartAreADifference) {
  const auto s = of({seeds("LORA", {0.60, 0.61, 0.62}, 1000), seeds("IA3", {0.30, 0.31, 0.32}, 700)});
  EXPECT_EQ(taken(s), "LORA");
  EXPECT_TRUE(has(s.sentence, "95 % intervals of 3 seeds are apart")) << s.sentence;
  EXPECT_TRUE(has(s.sentence, "43 % more memory: take LORA, or IA3 where memory matters more than quality.")) << s.sentence;
}

TEST(SweepSummary, BetterAndCheaperNeedsNoBut) {
  const auto s = of({seeds("A", {0.60, 0.61, 0.62}, 500), seeds("B", {0.30, 0.31, 0.32}, 1000)});
  EXPECT_EQ(taken(s), "A");
  EXPECT_TRUE(has(s.sentence, "50 % less memory: take A.")) << s.sentence;
}

TEST(SweepSummary, OneSeedShowsNoSpread) {
  const auto s = of({{run("LORA", 0.60, 1000)}, {run("MISS", 0.61, 880)}});
  EXPECT_EQ(taken(s), "MISS");
  EXPECT_TRUE(has(s.sentence, "one seed cannot show whether that is more than chance")) << s.sentence;
  EXPECT_FALSE(has(s.sentence, "±")) << s.sentence;
  // And it does not make a worse method as good as the best.
  EXPECT_EQ(taken(of({{run("LORA", 0.60, 1000)}, {run("IA3", 0.59, 100)}})), "LORA");
  EXPECT_TRUE(has(of({seeds("A", {0.6, 0.7}, 10), {run("B", 0.5, 5)}}).sentence, "one seed cannot show")) << s.sentence;
}

TEST(SweepSummary, TiesGoToTheCheaper) {
  const auto s = of({seeds("A", {0.5, 0.5, 0.5}, 1000), seeds("B", {0.5, 0.5, 0.5}, 900)});
  EXPECT_EQ(taken(s), "B");
  EXPECT_EQ(s.methods[0].method, "B");
  const auto same = of({seeds("A", {0.5, 0.5, 0.5}, 1000), seeds("B", {0.5, 0.5, 0.5}, 1001)});
  EXPECT_TRUE(has(same.sentence, "at the same memory: either will do.")) << same.sentence;
}

TEST(SweepSummary, SmallerIsBetterForALoss) {
  std::vector<ScoredRun> runs;
  for (const double loss : {1.0, 1.01, 0.99}) runs.push_back({"A", true, {{"eval_loss", loss}, {"memory_peak_bytes", 10}}});
  for (const double loss : {2.0, 2.01, 1.99}) runs.push_back({"B", true, {{"eval_loss", loss}, {"memory_peak_bytes", 5}}});
  const auto s = summarize(runs, kQualities, "memory_peak_bytes");
  EXPECT_EQ(s.quality, "eval_loss");
  EXPECT_EQ(taken(s), "A");
  EXPECT_EQ(s.front.size(), 2u);
  EXPECT_EQ(s.methods[s.front[0]].method, "B");  // by rising cost
}

TEST(SweepSummary, FailedRunsCountForNothingButAreNamed) {
  auto runs = seeds("LORA", {0.6, 0.61, 0.62}, 1000);
  for (auto& one : seeds("MISS", {0.61, 0.60}, 900)) runs.push_back(one);
  runs.push_back(run("MISS", 0.99, 1, false));
  runs.push_back(run("OFT", 0.99, 1, false));
  const auto s = summarize(runs, kQualities, "memory_peak_bytes");
  EXPECT_EQ(taken(s), "MISS");
  EXPECT_EQ(s.methods[0].method, "LORA");
  EXPECT_EQ(s.methods.back().method, "OFT");
  EXPECT_EQ(s.methods.back().finished, 0);
  EXPECT_TRUE(has(s.sentence, "not counted: 1 run of MISS, 1 run of OFT that did not finish.")) << s.sentence;
  EXPECT_TRUE(has(s.sentence, "no difference that 2 seeds can show")) << s.sentence;
}

TEST(SweepSummary, NothingFinished) {
  for (const auto& s : {of({}), of({{run("A", 1, 1, false)}})}) {
    EXPECT_EQ(s.recommended, SIZE_MAX);
    EXPECT_TRUE(s.front.empty());
    EXPECT_TRUE(has(s.sentence, "nothing can be recommended")) << s.sentence;
  }
}

TEST(SweepSummary, OneMethodHasNoRival) {
  const auto s = of({seeds("LORA", {0.6, 0.61, 0.62}, 1000)});
  EXPECT_EQ(taken(s), "LORA");
  EXPECT_TRUE(has(s.sentence, "no other method to compare it with")) << s.sentence;
  EXPECT_TRUE(has(s.sentence, "3 seeds")) << s.sentence;
}

TEST(SweepSummary, TheQualityIsWhatAllHave) {
  auto runs = seeds("A", {0.6, 0.7}, 10);
  for (auto& one : runs) one.values["eval_loss"] = 2;
  runs.push_back({"B", true, {{"eval_loss", 1.0}, {"memory_peak_bytes", 10}}});
  EXPECT_EQ(summarize(runs, kQualities, "memory_peak_bytes").quality, "eval_loss");
  runs.back().values = {{"memory_peak_bytes", 10}};  // nothing that both have
  const auto s = summarize(runs, kQualities, "memory_peak_bytes");
  EXPECT_EQ(s.quality, "exact_match");
  EXPECT_EQ(s.methods.back().method, "B");
  EXPECT_EQ(taken(s), "A");
}

TEST(SweepSummary, AValueThatIsNoNumberIsNone) {
  auto runs = seeds("A", {0.6, 0.61, 0.62}, 10);
  runs.push_back(run("B", std::nan(""), 5));
  const auto s = summarize(runs, kQualities, "memory_peak_bytes");
  EXPECT_EQ(taken(s), "A");
  EXPECT_FALSE(s.methods.back().values.contains("exact_match"));
}

TEST(SweepSummary, AMissingCostSaysNothingAboutCost) {
  std::vector<ScoredRun> runs;
  for (const char* method : {"A", "B"}) {
    for (const double exact : {0.5, 0.52, 0.54}) runs.push_back({method, true, {{"exact_match", exact}}});
  }
  const auto s = summarize(runs, kQualities, "memory_peak_bytes");
  EXPECT_FALSE(has(s.sentence, "memory")) << s.sentence;
  EXPECT_TRUE(has(s.sentence, "either will do")) << s.sentence;
  EXPECT_TRUE(s.front.empty());
}

}  // namespace
}  // namespace paretune

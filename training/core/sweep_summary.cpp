// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/api/sweep_summary.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "training/api/pareto.h"

namespace paretune {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

const Interval* find(const MethodSummary& method, const std::string& key) {
  const auto it = method.values.find(key);
  return it == method.values.end() ? nullptr : &it->second;
}

double mean_of(const MethodSummary& method, const std::string& key) {
  const Interval* interval = find(method, key);
  return interval ? interval->mean : kNaN;
}

// "0.613 ± 0.021": two digits of the half, or four of a value alone.
std::string shown(const Interval& value) {
  char text[64];
  if (std::isnan(value.half)) {
    std::snprintf(text, sizeof text, "%.4g", value.mean);
  } else {
    const double size = value.half > 0 ? value.half : std::max(std::fabs(value.mean) / 100, 1e-6);
    const int decimals = std::clamp(1 - static_cast<int>(std::floor(std::log10(size))), 0, 8);
    std::snprintf(text, sizeof text, "%.*f ± %.*f", decimals, value.mean, decimals, value.half);
  }
  return text;
}

std::string name_of(const std::string& key) {
  if (key == "memory_peak_bytes") return "memory";
  if (key == "step_ms" || key == "step_ms_median") return "time a step";
  if (key == "adapter_bytes") return "adapter size";
  if (key == "wall_seconds" || key == "train_seconds") return "time";
  std::string name = key;
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

// "12 % less memory", "the same memory", or empty where it is not known.
std::string compared_cost(double of, double against, const std::string& cost) {
  if (std::isnan(of) || std::isnan(against) || against <= 0 || of < 0) return {};
  const double percent = 100 * (of / against - 1);
  if (std::fabs(percent) < 0.5) return "the same " + name_of(cost);
  char text[64];
  if (of > 2 * against) std::snprintf(text, sizeof text, "%.1f times the ", of / against);
  else std::snprintf(text, sizeof text, "%.0f %% %s ", std::fabs(percent), percent < 0 ? "less" : "more");
  return text + name_of(cost);
}

bool overlap(const Interval& a, const Interval& b) { return a.count > 1 && b.count > 1 && std::fabs(a.mean - b.mean) <= a.half + b.half; }

std::string seeds(int count) { return count == 1 ? "one seed" : std::to_string(count) + " seeds"; }

std::string deciding_key(const std::vector<MethodSummary>& methods, const std::vector<std::string>& qualities) {
  const auto have = [&](const std::string& key) {
    return std::count_if(methods.begin(), methods.end(), [&](const MethodSummary& m) { return m.finished > 0 && find(m, key); });
  };
  const auto all = std::count_if(methods.begin(), methods.end(), [](const MethodSummary& m) { return m.finished > 0; });
  for (const auto& key : qualities) {
    if (all > 0 && have(key) == all) return key;
  }
  for (const auto& key : qualities) {
    if (have(key) > 0) return key;
  }
  return {};
}

std::string sentence_of(const SweepSummary& s, std::size_t scored) {
  if (scored == 0) return "No run has finished with a value to compare, so nothing can be recommended.";
  const MethodSummary& taken = s.methods[s.recommended];
  const Interval& its = *find(taken, s.quality);
  const std::string quality = name_of(s.quality);
  if (scored == 1) {
    return "On your data " + taken.method + " reaches " + quality + " " + shown(its) + " (" + seeds(its.count) +
           "); there is no other method to compare it with";
  }
  const MethodSummary& other = s.methods[s.recommended == 0 ? 1 : 0];
  const Interval& others = *find(other, s.quality);
  const int count = std::min(its.count, others.count);
  const std::string cost = compared_cost(mean_of(taken, s.cost), mean_of(other, s.cost), s.cost);
  const bool cheaper = mean_of(taken, s.cost)<mean_of(other, s.cost), dearer = mean_of(taken, s.cost)> mean_of(other, s.cost);
  const std::string with = cost.empty() ? "" : (cost.starts_with("the same") ? " at " : " with ") + cost;
  const bool same_cost = cost.empty() || cost.starts_with("the same");
  std::string text = "On your data " + taken.method + " scores " + quality + " " + shown(its) + " against " + other.method + "'s " + shown(others);
  if (count < 2) {
    return text + with + ", but one seed cannot show whether that is more than chance: run at least 3 seeds before you choose";
  }
  if (overlap(its, others)) {
    text += " (no difference that " + seeds(count) + " can show)" + with + ": ";
    return text + (same_cost || !cheaper ? "either will do" : "take " + taken.method + " if " + name_of(s.cost) + " matters");
  }
  text += " (the 95 % intervals of " + seeds(count) + " are apart)" + with + ": take " + taken.method;
  return text + (dearer && !same_cost ? ", or " + other.method + " where " + name_of(s.cost) + " matters more than quality" : "");
}

std::string unfinished_of(const std::vector<MethodSummary>& methods) {
  std::string text;
  for (const auto& method : methods) {
    if (method.unfinished == 0) continue;
    text += (text.empty() ? "; not counted: " : ", ") + std::to_string(method.unfinished) + (method.unfinished == 1 ? " run of " : " runs of ") +
            method.method;
  }
  return text.empty() ? text : text + " that did not finish";
}

}  // namespace

double student_t95(int degrees) {
  static constexpr double kTable[] = {12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
                                      2.120,  2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042};
  if (degrees < 1) return kNaN;
  if (degrees <= 30) return kTable[degrees - 1];
  constexpr double z = 1.959964;  // Cornish and Fisher's expansion about the normal quantile
  const double n = degrees;
  return z + (z * z * z + z) / (4 * n) + (5 * std::pow(z, 5) + 16 * z * z * z + 3 * z) / (96 * n * n);
}

Interval interval95(const std::vector<double>& values) {
  Interval out{0, kNaN, kNaN};
  double sum = 0;
  for (const double value : values) {
    if (std::isfinite(value)) ++out.count, sum += value;
  }
  if (out.count == 0) return out;
  out.mean = sum / out.count;
  if (out.count < 2) return out;
  double squares = 0;
  for (const double value : values) {
    if (std::isfinite(value)) squares += (value - out.mean) * (value - out.mean);
  }
  out.half = student_t95(out.count - 1) * std::sqrt(squares / (out.count - 1) / out.count);
  return out;
}

SweepSummary summarize(const std::vector<ScoredRun>& runs, const std::vector<std::string>& qualities, const std::string& cost) {
  SweepSummary out;
  out.cost = cost;
  std::vector<std::map<std::string, std::vector<double>>> values;
  for (const auto& run : runs) {
    auto method = std::find_if(out.methods.begin(), out.methods.end(), [&](const MethodSummary& m) { return m.method == run.method; });
    if (method == out.methods.end()) {
      out.methods.push_back({run.method, 0, 0, {}});
      values.emplace_back();
      method = out.methods.end() - 1;
    }
    ++(run.finished ? method->finished : method->unfinished);
    if (!run.finished) continue;
    for (const auto& [key, value] : run.values) values[static_cast<std::size_t>(method - out.methods.begin())][key].push_back(value);
  }
  for (std::size_t i = 0; i < out.methods.size(); ++i) {
    for (const auto& [key, list] : values[i]) {
      if (const Interval interval = interval95(list); interval.count > 0) out.methods[i].values[key] = interval;
    }
  }
  out.quality = deciding_key(out.methods, qualities);
  const bool lower = lower_is_better(out.quality);
  std::stable_sort(out.methods.begin(), out.methods.end(), [&](const MethodSummary& a, const MethodSummary& b) {
    const Interval *left = find(a, out.quality), *right = find(b, out.quality);
    if (!left || !right) return left && !right;
    if (left->mean != right->mean) return lower ? left->mean < right->mean : left->mean > right->mean;
    return mean_of(a, cost) < mean_of(b, cost);
  });
  std::vector<double> xs, ys;
  std::size_t scored = 0;
  for (const auto& method : out.methods) {
    xs.push_back(mean_of(method, cost));
    ys.push_back(mean_of(method, out.quality));
    scored += find(method, out.quality) != nullptr;
  }
  out.front = pareto_front(xs, ys, lower_is_better(cost), lower);
  if (scored > 0) {
    out.recommended = 0;
    const Interval& best = *find(out.methods[0], out.quality);
    for (std::size_t i = 1; i < scored; ++i) {
      if (overlap(best, *find(out.methods[i], out.quality)) && mean_of(out.methods[i], cost) < mean_of(out.methods[out.recommended], cost))
        out.recommended = i;
    }
  }
  out.sentence = sentence_of(out, scored) + (scored > 0 ? unfinished_of(out.methods) + "." : "");
  return out;
}

}  // namespace paretune

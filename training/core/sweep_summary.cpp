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

// " with 12 % less memory", or nothing where it is not known.
std::vector<Phrase> compared_cost(double of, double against, const std::string& cost) {
  if (std::isnan(of) || std::isnan(against) || against <= 0 || of < 0) return {};
  const double percent = 100 * (of / against - 1);
  if (std::fabs(percent) < 0.5) return {{" at the same %1", {name_of(cost)}}};
  char text[64];
  if (of > 2 * against) {
    std::snprintf(text, sizeof text, "%.1f", of / against);
    return {{" with %1 times the %2", {text, name_of(cost)}}};
  }
  std::snprintf(text, sizeof text, "%.0f", std::fabs(percent));
  return {{percent < 0 ? " with %1 % less %2" : " with %1 % more %2", {text, name_of(cost)}}};
}

bool overlap(const Interval& a, const Interval& b) { return a.count > 1 && b.count > 1 && std::fabs(a.mean - b.mean) <= a.half + b.half; }

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

std::vector<Phrase> verdict_of(const SweepSummary& s, std::size_t scored) {
  if (scored == 0) return {{"No run has finished with a value to compare, so nothing can be recommended.", {}}};
  const MethodSummary& taken = s.methods[s.recommended];
  const Interval& its = *find(taken, s.quality);
  const std::string quality = name_of(s.quality), cost = name_of(s.cost);
  if (scored == 1) {
    return {{"On your data %1 reaches %2 %3", {taken.method, quality, shown(its)}},
            its.count == 1 ? Phrase{" (one seed)", {}} : Phrase{" (%1 seeds)", {std::to_string(its.count)}},
            {"; there is no other method to compare it with", {}}};
  }
  const MethodSummary& other = s.methods[s.recommended == 0 ? 1 : 0];
  const Interval& others = *find(other, s.quality);
  const std::string count = std::to_string(std::min(its.count, others.count));
  const auto compared = compared_cost(mean_of(taken, s.cost), mean_of(other, s.cost), s.cost);
  const bool cheaper = mean_of(taken, s.cost)<mean_of(other, s.cost), dearer = mean_of(taken, s.cost)> mean_of(other, s.cost);
  const bool same_cost = compared.empty() || compared.front().values.size() == 1;
  std::vector<Phrase> out = {{"On your data %1 scores %2 %3 against %4's %5", {taken.method, quality, shown(its), other.method, shown(others)}}};
  const auto add = [&](std::vector<Phrase> more) { out.insert(out.end(), more.begin(), more.end()); };
  if (std::min(its.count, others.count) < 2) {
    add(compared);
    add({{", but one seed cannot show whether that is more than chance: run at least 3 seeds before you choose", {}}});
  } else if (overlap(its, others)) {
    add({{" (no difference that %1 seeds can show)", {count}}});
    add(compared);
    add({same_cost || !cheaper ? Phrase{": either will do", {}} : Phrase{": take %1 if %2 matters", {taken.method, cost}}});
  } else {
    add({{" (the 95 % intervals of %1 seeds are apart)", {count}}});
    add(compared);
    add({{": take %1", {taken.method}}});
    if (dearer && !same_cost) add({{", or %1 where %2 matters more than quality", {other.method, cost}}});
  }
  return out;
}

std::vector<Phrase> unfinished_of(const std::vector<MethodSummary>& methods) {
  std::vector<Phrase> out;
  for (const auto& method : methods) {
    if (method.unfinished == 0) continue;
    out.push_back({out.empty() ? "; not counted: " : ", ", {}});
    out.push_back({method.unfinished == 1 ? "%1 run of %2" : "%1 runs of %2", {std::to_string(method.unfinished), method.method}});
  }
  if (!out.empty()) out.push_back({" that did not finish", {}});
  return out;
}

}  // namespace

// A place is % and a digit; any other % stands for itself.
std::string filled(const std::vector<Phrase>& phrases) {
  std::string out;
  for (const auto& [text, values] : phrases) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      const std::size_t place = i + 1 < text.size() && text[i] == '%' ? static_cast<std::size_t>(text[i + 1] - '1') : values.size();
      if (place < values.size()) out += values[place], ++i;
      else out += text[i];
    }
  }
  return out;
}

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
  out.phrases = verdict_of(out, scored);
  if (scored > 0) {
    for (auto& phrase : unfinished_of(out.methods)) out.phrases.push_back(std::move(phrase));
    out.phrases.push_back({".", {}});
  }
  out.sentence = filled(out.phrases);
  return out;
}

}  // namespace paretune

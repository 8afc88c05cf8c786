// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/loop/plan_advice.h"

#include <algorithm>
#include <cstdio>

#include "training/peft/adapter.h"

namespace paretune {
namespace {

constexpr int64_t kShortest = 32;  // tokens that a row is cut to at most
constexpr double kShare = 0.95;    // of the free memory: what is advised should fit even where the plan is a little low

std::string gigabytes(int64_t bytes) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f GB", static_cast<double>(bytes) / 1e9);
  return text;
}

// One setting, or two that belong together, changed.
struct Change {
  std::vector<std::string> words;  // "r to 8"
  std::function<void(RunConfig&)> apply;
};

// One way to save memory, from mild to strong.
struct Remedy {
  std::string effect;
  std::vector<Change> ladder;
};

Change set_to(const char* part, const char* key, const Json& value) {
  return {{key + (" to " + (value.is_string() ? value.get<std::string>() : value.dump()))}, [part = std::string(part), key = std::string(key), value](RunConfig& config) {
            (part == "data" ? config.data : part == "peft" ? config.peft : config.training)[key] = value;
          }};
}

Remedy smaller_batch(const RunConfig& config) {
  Remedy remedy{"the same step in smaller parts", {}};
  const int64_t batch = config.training.value("per_device_train_batch_size", int64_t{8}), parts = config.training.value("gradient_accumulation_steps", int64_t{1});
  for (int64_t smaller = batch / 2; smaller >= 1; smaller /= 2) {
    const int64_t more = parts * ((batch + smaller - 1) / smaller);
    remedy.ladder.push_back({{"per_device_train_batch_size to " + std::to_string(smaller), "gradient_accumulation_steps to " + std::to_string(more)}, [=](RunConfig& changed) {
                               changed.training["per_device_train_batch_size"] = smaller;
                               changed.training["gradient_accumulation_steps"] = more;
                             }});
  }
  return remedy;
}

Remedy smaller_optimizer(const RunConfig& config) {
  Remedy remedy{"moments in 8 bits", {}};
  const std::string optim = config.training.value("optim", "adamw_torch");
  if (optim.starts_with("adamw") && optim.find("8bit") == std::string::npos) remedy.ladder.push_back(set_to("training", "optim", "adamw_8bit"));
  return remedy;
}

Remedy packed_base(const RunConfig& config) {
  Remedy remedy{"frozen weights in fewer bits, a little less exact", {}};
  const PeftMethod* method = find_peft_method(config.peft_type());
  if (method == nullptr || !method->quantized_base) return remedy;
  const Json& now = config.quantization;
  for (const char* kind : {"int8", "nf4"}) {
    const bool packed = now == Json("nf4") || now == Json("gguf") || now == Json(kind);
    if (!packed) remedy.ladder.push_back({{std::string("quantization to ") + kind}, [kind](RunConfig& changed) { changed.quantization = kind; }});
  }
  return remedy;
}

Remedy smaller_rank(const RunConfig& config) {
  Remedy remedy{"fewer trained numbers", {}};
  if (const auto rank = config.peft.find("r"); rank != config.peft.end() && rank->is_number_integer()) {
    for (int64_t smaller = rank->get<int64_t>() / 2; smaller >= 1; smaller /= 2) remedy.ladder.push_back(set_to("peft", "r", smaller));
  }
  return remedy;
}

Remedy shorter_rows(const RunConfig& config) {
  Remedy remedy{"longer rows are cut", {}};
  for (int64_t length = config.data.value("max_length", int64_t{1024}) / 2; length >= kShortest; length /= 2) remedy.ladder.push_back(set_to("data", "max_length", length));
  return remedy;
}

class Adviser {
 public:
  Adviser(const RunConfig& config, const Plan& plan, const std::function<Result<Plan>(const RunConfig&)>& plan_of)
      : m_config(config), m_plan_of(plan_of), m_least(plan.total_bytes), m_available(plan.available_bytes) {}

  std::vector<std::string> advise() {
    for (const double share : {kShare, 1.0}) {
      m_bound = static_cast<int64_t>(share * static_cast<double>(m_available));
      search();
      if (!m_out.empty()) return m_out;
    }
    return {"No setting makes it fit: the smallest of " + std::to_string(m_tried) + " tried needs " + gigabytes(m_least) + ", " +
            gigabytes(m_least - m_available) + " more than is free. Use a smaller model or a machine with more memory."};
  }

 private:
  using Chosen = std::vector<const Change*>;

  void search() {
    const Remedy batch = smaller_batch(m_config), moments = smaller_optimizer(m_config), bits = packed_base(m_config), rank = smaller_rank(m_config),
                 length = shorter_rows(m_config);
    for (const Remedy* remedy : {&batch, &moments, &length, &rank, &bits}) alone(*remedy, {});
    if (m_config.peft_type() == "FULL") alone({}, lora());
    if (!m_out.empty()) return;
    together({&batch, &moments, &bits, &rank, &length}, {});
    together({&batch, &moments, &length, &rank, &bits}, {});
    if (!m_out.empty() || m_config.peft_type() == "LORA") return;
    alone({}, lora());
    RunConfig other = m_config;
    other.peft = {{"peft_type", "LORA"}};
    const Remedy its_bits = packed_base(other);
    if (m_out.empty()) together({&batch, &its_bits, &length}, lora());
  }

  bool within(const Plan& plan) const { return plan.total_bytes <= m_bound; }

  static const Change* lora() {
    static const Change change{{}, [](RunConfig& config) { config.peft = {{"peft_type", "LORA"}}; }};
    return &change;
  }

  // Nothing where the method refuses these settings.
  std::optional<Plan> planned(const Change* method, const Chosen& changes) {
    RunConfig changed = m_config;
    if (method) method->apply(changed);
    for (const Change* change : changes) {
      if (change) change->apply(changed);
    }
    const auto plan = m_plan_of(changed);
    if (!plan) return {};
    ++m_tried;
    m_least = std::min(m_least, plan->total_bytes);
    return *plan;
  }
  std::optional<Plan> fits(const Change* method, const Chosen& changes) {
    auto plan = planned(method, changes);
    return plan && within(*plan) ? plan : std::nullopt;
  }

  void alone(const Remedy& remedy, const Change* method) {
    if (method) {
      if (const auto plan = fits(method, {})) say(method, {}, {}, *plan);
      return;
    }
    for (const Change& change : remedy.ladder) {
      if (const auto plan = fits(nullptr, {&change})) return say(nullptr, {&change}, remedy.effect, *plan);
    }
  }

  // The strongest of one remedy after the other until it fits; then each is loosened as far as it goes, the last first.
  void together(const std::vector<const Remedy*>& remedies, const Change* method) {
    Chosen chosen(remedies.size(), nullptr);
    std::optional<Plan> plan;
    std::size_t used = 0;
    for (; used < remedies.size() && !(plan && within(*plan)); ++used) {
      const auto& ladder = remedies[used]->ladder;
      for (auto change = ladder.rbegin(); change != ladder.rend(); ++change) {
        chosen[used] = &*change;
        if (const auto tried = planned(method, chosen)) {
          plan = tried;
          break;
        }
        chosen[used] = nullptr;
      }
    }
    if (!plan || !within(*plan)) return;
    while (used-- > 0) {
      if (chosen[used] == nullptr) continue;
      Chosen looser = chosen;
      looser[used] = nullptr;
      auto milder = fits(method, looser);
      for (const Change& change : remedies[used]->ladder) {
        if (milder || &change == chosen[used]) break;
        looser[used] = &change;
        milder = fits(method, looser);
      }
      if (!milder) continue;
      chosen = looser;
      plan = milder;
    }
    std::erase(chosen, nullptr);
    say(method, chosen, {}, *plan);
  }

  void say(const Change* method, const Chosen& changes, const std::string& effect, const Plan& plan) {
    std::vector<std::string> words;
    for (const Change* change : changes) words.insert(words.end(), change->words.begin(), change->words.end());
    std::string text = method ? "Use LORA in place of " + m_config.peft_type() : "";
    if (!words.empty()) {
      text += method ? " and set " : "Set ";
      for (std::size_t i = 0; i < words.size(); ++i) text += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
    }
    text += (effect.empty() ? "" : ": " + effect) + " (" + gigabytes(plan.total_bytes) + ").";
    if (std::find(m_out.begin(), m_out.end(), text) == m_out.end()) m_out.push_back(text);
  }

  const RunConfig& m_config;
  const std::function<Result<Plan>(const RunConfig&)>& m_plan_of;
  int64_t m_least, m_available, m_bound = 0;
  int m_tried = 0;
  std::vector<std::string> m_out;
};

}  // namespace

std::vector<std::string> advice_for(const RunConfig& config, const Plan& plan, const std::function<Result<Plan>(const RunConfig&)>& plan_of) {
  return Adviser(config, plan, plan_of).advise();
}

}  // namespace paretune

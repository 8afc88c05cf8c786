// SPDX-License-Identifier: GPL-3.0-or-later
// A sweep file becomes its runs. Steps, memory and time are the engine's to add.
#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "training/api/sweep.h"
#include "training/core/files.h"
#include "training/core/sweep_labels.h"

namespace paretune {
namespace {

constexpr std::size_t kMostRuns = 2'000;  // each with all its settings: about 25 KB
const std::vector<std::string> kMetrics = {"exact_match", "eval_loss", "forgetting", "drift", "perplexity"};
const std::vector<std::string> kCosts = {"memory_peak_bytes",    "step_ms",    "train_seconds", "wall_seconds", "adapter_bytes",
                                         "trainable_parameters", "forgetting", "drift"};

[[noreturn]] void wrong(const std::string& what, const std::string& where, const std::string& remedy = {}) {
  fail(ErrorKind::input, what, where, remedy);
}

void check_name(const std::string& name, const std::vector<std::string>& known, const std::string& what, const std::string& where) {
  if (std::find(known.begin(), known.end(), name) != known.end()) return;
  std::string all;
  for (const auto& one : known) all += (all.empty() ? "" : ", ") + one;
  const std::string near = nearest_name(name, known);
  wrong("unknown " + what + " \"" + name + "\"" + (near.empty() ? "" : "; did you mean \"" + near + "\"?"), where, "Known are: " + all + ".");
}

void check_keys(const Json& object, const std::vector<std::string>& known, const std::string& where) {
  if (!object.is_object()) wrong("must be an object with keys", where);
  for (const auto& [key, value] : object.items()) check_name(key, known, "key", where);
}

double positive(const Json& object, const char* key, const std::string& where, bool whole) {
  const Json value = object.value(key, Json());
  if (value.is_null()) return 0;
  if (!value.is_number() || value.get<double>() <= 0 || (whole && !value.is_number_integer())) {
    wrong("must be a " + std::string(whole ? "whole number" : "number") + " above 0, not " + value.dump(), where + "." + key);
  }
  if (whole && value.get<double>() > 9e15) wrong("must be a whole number below 9e15, not " + value.dump(), where + "." + key);
  return value.get<double>();
}

std::vector<std::string> names(const Json& object, const char* key, const std::vector<std::string>& known, const std::vector<std::string>& otherwise,
                               const std::string& where) {
  const Json value = object.value(key, Json());
  if (value.is_null()) return otherwise;
  std::vector<std::string> out;
  for (const Json& one : value.is_string() ? Json::array({value}) : value) {
    if (!value.is_array() && !value.is_string()) wrong("must be a list of names", where + "." + key);
    if (!one.is_string()) wrong("must be a list of names, not " + one.dump(), where + "." + key);
    check_name(one, known, "metric", where + "." + key);
    out.push_back(one);
  }
  return out;
}

std::string type_of(const Json& run) {
  const Json peft = run.value("peft", Json());
  return peft.is_object() && peft.contains("peft_type") && peft["peft_type"].is_string() ? peft["peft_type"].get<std::string>() : "LORA";
}

Json own_start(const std::string& type, const std::map<std::string, Json>& starts) {
  Json peft = {{"peft_type", type}};
  if (const auto it = starts.find(type); it != starts.end() && it->second.is_object()) peft.update(it->second);
  return peft;
}

// `changes` (dotted keys or nested objects) on a run file; null takes a key back to its default.
Json changed_run(const Json& base, const Json& changes, const std::map<std::string, Json>& starts, const std::string& where) {
  if (!changes.is_object()) wrong("must be an object of changes, for example {\"training.learning_rate\": 0.001}", where);
  Json run = base;
  Json type = changes.value("peft.peft_type", Json());
  if (const Json peft = changes.value("peft", Json()); peft.is_object() && peft.contains("peft_type")) type = peft["peft_type"];
  if (type.is_string() && type != Json(type_of(base))) run["peft"] = own_start(type, starts);
  for (const auto& [key, value] : changes.items()) {
    if (key.find('.') != std::string::npos) {
      const Status done = apply_override(run, key + "=" + value.dump(-1, ' ', false, Json::error_handler_t::replace));
      if (!done) wrong(done.error().message, where, done.error().remedy);
    } else if (value.is_object() && run.contains(key) && run[key].is_object()) {
      run[key].merge_patch(value);
    } else {
      run[key] = value;
    }
  }
  return run;
}

RunConfig parsed(const Json& run, const std::string& where) {
  auto config = parse_run_config(run);
  if (config) return std::move(config).value();
  Error error = config.error();
  error.where = where + ": " + error.where;
  throw Failure(error);
}

// Before they are made: a small file can name a great many.
void check_count(std::size_t some, std::size_t times, const std::string& where) {
  if (some > kMostRuns || times > kMostRuns || some * times > kMostRuns) wrong("makes more than " + std::to_string(kMostRuns) + " runs", where, "Take values out.");
}

std::vector<Json> grid_changes(const Json& grid) {
  if (!grid.is_object() || grid.empty()) wrong("must be an object of lists, for example {\"peft.r\": [8, 16]}", "grid");
  std::vector<Json> out = {Json::object()};
  for (const auto& [key, values] : grid.items()) {
    if (!values.is_array() || values.empty()) wrong("must be a list of values", "grid." + key);
    check_count(out.size(), values.size(), "grid");
    std::vector<Json> more;
    for (const Json& one : out) {
      for (const Json& value : values) {
        more.push_back(one);
        more.back()[key] = value;
      }
    }
    out = std::move(more);
  }
  return out;
}

class Expansion {
 public:
  Expansion(const Json& file, const std::map<std::string, Json>& starts) : m_file(file), m_starts(starts) {}

  SweepPlan run() {
    m_plan.hash = sha256_hex("sweep 1 " + m_file.dump(-1, ' ', false, Json::error_handler_t::replace));
    m_plan.metrics = {"exact_match", "eval_loss", "forgetting", "drift"};
    m_plan.cost = "memory_peak_bytes";
    if (m_file.is_array()) {
      list(m_file, {}, "runs");
    } else {
      object();
    }
    std::set<std::string> keys;
    std::map<std::string, int> alike;
    for (auto& item : m_plan.items) {
      const std::string plain = item.key;
      for (int& n = alike.try_emplace(plain, 1).first->second; !keys.insert(item.key).second;) item.key = plain + " #" + std::to_string(++n);
    }
    return std::move(m_plan);
  }

 private:
  void object() {
    check_keys(m_file, {"name", "base", "runs", "grid", "tournament", "metrics", "cost", "memory_bytes", "over_budget"}, "sweep file");
    const int kinds =
        static_cast<int>(m_file.contains("runs")) + static_cast<int>(m_file.contains("grid")) + static_cast<int>(m_file.contains("tournament"));
    if (kinds != 1) wrong("needs exactly one of \"runs\", \"grid\" and \"tournament\"", "sweep file");
    if (!m_file.contains("base") || !m_file["base"].is_object())
      wrong("must be a run file as an object", "base", "See README \"Run file\" for an example.");
    if (m_file.contains("name") && !m_file["name"].is_string()) wrong("must be a text", "name");
    m_plan.name = m_file.value("name", "");
    common(m_file, "sweep file");
    if (m_file.contains("tournament")) tournament(m_file["tournament"]);
    else if (m_file.contains("grid")) list(grid_changes(m_file["grid"]), m_file["base"], "grid");
    else list(m_file["runs"], m_file["base"], "runs");
  }

  void common(const Json& owner, const std::string& where) {
    m_plan.metrics = names(owner, "metrics", kMetrics, m_plan.metrics, where);
    if (const Json cost = owner.value("cost", Json()); !cost.is_null()) {
      if (!cost.is_string()) wrong("must be the name of a metric", where + ".cost");
      check_name(cost, kCosts, "cost", where + ".cost");
      m_plan.cost = cost;
    }
    if (const double bytes = positive(owner, "memory_bytes", where, true); bytes > 0) m_plan.memory_bytes = static_cast<int64_t>(bytes);
    if (const Json over = owner.value("over_budget", Json()); !over.is_null()) {
      if (!over.is_string()) wrong("must be \"skip\" or \"error\"", where + ".over_budget");
      check_name(over, {"skip", "error"}, "choice", where + ".over_budget");
      m_plan.over_budget_is_error = over == Json("error");
    }
  }

  // Runs as they are, or changes on a base.
  void list(const Json& entries, const Json& base, const std::string& where) {
    if (!entries.is_array() || entries.empty()) wrong("must be a list of runs", where);
    check_count(entries.size(), 1, where);
    std::vector<RunConfig> configs;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const std::string place = where + "[" + std::to_string(i) + "]";
      if (base.is_null() && !entries[i].is_object()) wrong("must be a run file as an object", place);
      configs.push_back(parsed(base.is_null() ? entries[i] : changed_run(base, entries[i], m_starts, place), place));
    }
    const auto labels = labels_of(configs);
    const bool named = base.is_null() && std::all_of(configs.begin(), configs.end(), [](const RunConfig& c) { return !c.name.empty(); });
    for (std::size_t i = 0; i < configs.size(); ++i) {
      SweepItem item;
      item.method = labels[i];
      item.config = configs[i];
      Json& training = item.config.training;
      if (training["data_seed"].is_null()) training["data_seed"] = configs[0].training["seed"];
      item.config.training["eval_metrics"] = with_metrics(training["eval_metrics"]);
      item.key = item.method + " / seed " + training["seed"].dump();
      if (!named) item.config.name = item.key;
      m_plan.items.push_back(std::move(item));
    }
  }

  Json with_metrics(const Json& own) const {
    std::vector<std::string> all = own.is_string() ? std::vector<std::string>{own} : own.get<std::vector<std::string>>();
    for (const auto& metric : m_plan.metrics) {
      const std::string name = metric == "eval_loss" ? "loss" : metric;
      if (std::find(all.begin(), all.end(), name) == all.end()) all.push_back(name);
    }
    return all;
  }

  void tournament(const Json& given) {
    check_keys(given, {"methods", "seeds", "budget", "learning_rate_search", "metrics", "cost", "over_budget"}, "tournament");
    common(given, "tournament");
    const Json budget = given.value("budget", Json::object());
    check_keys(budget, {"tokens", "seconds", "memory_bytes"}, "tournament.budget");
    m_plan.budget_tokens = static_cast<int64_t>(positive(budget, "tokens", "tournament.budget", true));
    m_plan.budget_seconds = positive(budget, "seconds", "tournament.budget", false);
    if (m_plan.budget_tokens > 0 && m_plan.budget_seconds > 0) wrong("takes \"tokens\" or \"seconds\", not both", "tournament.budget");
    if (const double bytes = positive(budget, "memory_bytes", "tournament.budget", true); bytes > 0)
      m_plan.memory_bytes = static_cast<int64_t>(bytes);
    const auto methods = methods_of(given.value("methods", Json("useful")));
    const auto seeds = seeds_of(given.value("seeds", Json::array({0, 1, 2})));
    const Search search = search_of(given.value("learning_rate_search", Json()));
    check_count(methods.size(), seeds.size(), "tournament");
    check_count(methods.size(), 2 * search.rates.size(), "tournament.learning_rate_search");  // a rung has half the rates of the one before
    const Json& base = m_file["base"];
    for (const auto& [label, peft] : methods) add_search(label, peft, base, search, seeds[0]);
    for (const int64_t seed : seeds) {
      for (const auto& [label, peft] : methods) {
        SweepItem item = item_of(label, peft, base, seed);
        const auto rates = search.on ? rates_for(search, item.config.peft_type()) : std::vector<double>{};
        item.rate_from_search = rates.size() > 1;
        if (rates.size() == 1) item.config.training["learning_rate"] = rates[0];
        item.key = label + " / seed " + std::to_string(seed);
        item.config.name = item.key;
        item.config.training["eval_metrics"] = with_metrics(item.config.training["eval_metrics"]);
        m_plan.items.push_back(std::move(item));
      }
    }
  }

  struct Search {
    bool on = false;
    std::vector<double> rates;  // empty: each method's own ladder
    int rungs = 2;
    double share = 0.125;
  };

  static std::vector<double> rates_for(const Search& search, const std::string& type) {
    return search.rates.empty() ? learning_rate_ladder(type) : search.rates;
  }

  SweepItem item_of(const std::string& label, const Json& peft, const Json& base, int64_t seed) {
    Json run = base;
    run["peft"] = peft;
    SweepItem item;
    item.method = label;
    item.config = parsed(run, "tournament.methods: " + label);
    Json& training = item.config.training;
    if (training["data_seed"].is_null()) training["data_seed"] = training["seed"];
    training["seed"] = seed;
    if (item.config.data["eval_path"].is_null() && item.config.data["eval_fraction"].get<double>() <= 0) {
      wrong("holds out no rows, so methods cannot be compared", "base.data", "Set eval_fraction above 0, or give eval_path.");
    }
    return item;
  }

  void add_search(const std::string& label, const Json& peft, const Json& base, const Search& search, int64_t seed) {
    if (!search.on) return;
    SweepItem item = item_of(label, peft, base, seed);
    item.purpose = "search";
    item.config.sample_prompts.clear();
    Json& training = item.config.training;
    training["eval_metrics"] = Json::array({"loss"});
    training["eval_on_start"] = false;
    training["eval_steps"] = 0;
    const auto rates = rates_for(search, item.config.peft_type());
    if (rates.size() < 2) return;
    std::size_t count = rates.size();
    for (int rung = 0; rung < search.rungs && count > 1; ++rung, count = (count + 1) / 2) {
      item.rung = rung;
      item.share = std::min(1.0, search.share * static_cast<double>(1 << rung));
      item.rate_from_search = rung > 0;
      for (std::size_t place = 0; place < count; ++place) {
        item.place = static_cast<int>(place);
        if (rung == 0) training["learning_rate"] = rates[place];
        item.key = label + " / search " + std::to_string(rung + 1) +
                   (rung == 0 ? " / learning_rate " + Json(rates[place]).dump() : " / best " + std::to_string(place + 1));
        item.config.name = item.key;
        m_plan.items.push_back(item);
      }
      if (count == 2) break;  // of two the better one has won
    }
  }

  std::vector<std::pair<std::string, Json>> methods_of(const Json& given) {
    Json list = given;
    if (given == Json("useful")) list = useful_methods();
    if (!list.is_array() || list.empty())
      wrong("must be \"useful\" or a list of methods", "tournament.methods", "For example [\"LORA\", {\"peft_type\": \"MISS\", \"r\": 32}].");
    const Json base = m_file["base"].value("peft", Json());
    std::vector<std::pair<std::string, Json>> out;
    check_count(list.size(), 1, "tournament.methods");
    std::set<std::string> labels;
    std::map<std::string, int> alike;
    for (std::size_t i = 0; i < list.size(); ++i) {
      const std::string where = "tournament.methods[" + std::to_string(i) + "]";
      Json peft = list[i].is_string() ? Json{{"peft_type", list[i]}} : list[i];
      if (!peft.is_object() || !peft.contains("peft_type") || !peft["peft_type"].is_string())
        wrong("must be a name or an object with \"peft_type\"", where);
      std::string label;
      if (peft.contains("label")) {
        if (!peft["label"].is_string() || peft["label"] == "") wrong("must be a text", where + ".label");
        label = peft["label"];
        peft.erase("label");
      }
      Json whole = own_start(peft["peft_type"], m_starts);
      if (list[i].is_string() && base.is_object() && type_of(m_file["base"]) == list[i]) whole = base;
      whole.update(peft);
      if (label.empty()) {
        label = whole["peft_type"];
        if (whole.contains("r") && whole["r"].is_number_integer()) label += " r=" + whole["r"].dump();
      }
      const std::string plain = label;
      for (int& n = alike.try_emplace(plain, 1).first->second; !labels.insert(label).second;) label = plain + " #" + std::to_string(++n);
      out.emplace_back(label, whole);
    }
    return out;
  }

  static std::vector<int64_t> seeds_of(const Json& given) {
    if (!given.is_array() || given.empty()) wrong("must be a list of whole numbers", "tournament.seeds", "For example [0, 1, 2].");
    std::vector<int64_t> out;
    for (const Json& seed : given) {
      if (!seed.is_number_integer() || seed.get<int64_t>() < 0) wrong("must be a whole number from 0 on, not " + seed.dump(), "tournament.seeds");
      if (std::find(out.begin(), out.end(), seed.get<int64_t>()) != out.end()) wrong("names " + seed.dump() + " twice", "tournament.seeds");
      out.push_back(seed);
    }
    return out;
  }

  static Search search_of(const Json& given) {
    Search search;
    if (given.is_null() || given == Json(false)) return search;
    search.on = true;
    if (given == Json(true)) return search;
    const std::string where = "tournament.learning_rate_search";
    check_keys(given, {"rates", "rungs", "share"}, where);
    if (const Json rates = given.value("rates", Json()); !rates.is_null()) {
      if (!rates.is_array() || rates.empty()) wrong("must be a list of learning rates, or null for each method's own", where + ".rates");
      for (const Json& rate : rates) {
        if (!rate.is_number() || rate.get<double>() <= 0) wrong("must hold numbers above 0, not " + rate.dump(), where + ".rates");
        search.rates.push_back(rate);
      }
      std::sort(search.rates.begin(), search.rates.end());
      search.rates.erase(std::unique(search.rates.begin(), search.rates.end()), search.rates.end());
    }
    if (const double rungs = positive(given, "rungs", where, true); rungs > 0) search.rungs = static_cast<int>(std::min(rungs, 20.0));
    if (const double share = positive(given, "share", where, false); share > 0) {
      if (share > 1) wrong("is a share of a run, at most 1", where + ".share");
      search.share = share;
    }
    return search;
  }

  const Json& m_file;
  const std::map<std::string, Json>& m_starts;
  SweepPlan m_plan;
};

}  // namespace

Result<SweepPlan> expand_sweep(const Json& file, const std::map<std::string, Json>& starts) {
  return attempt("sweep file", [&]() -> SweepPlan {
    if (!file.is_object() && !file.is_array())
      wrong("must be a list of runs or an object", "sweep file", "See 'paretune sweep --help' for the forms.");
    return Expansion(file, starts).run();
  });
}

}  // namespace paretune

// SPDX-License-Identifier: GPL-3.0-or-later
// EVA (arXiv 2410.07170): A from the principal components of each layer's inputs, ranks given to the layers whose components explain most.
//
// As in PEFT: layers with equal inputs share one search, a layer's search ends when its components stay where they are, data are gone
// through again and again until all have, and patterns are looked up under PEFT's own names of the layers ("base_model.model." in front).
#include <cmath>
#include <cstring>
#include <numeric>

#include "training/peft/common/pattern.h"
#include "training/peft/methods/lora_parts/data_init.h"
#include "training/peft/methods/lora_parts/data_looks.h"
#include "training/peft/methods/lora_parts/incremental_pca.h"

namespace paretune {
namespace {

constexpr const char* kWhere = "peft.eva_config";
constexpr int64_t kBatches = 4096;  // gone through again where this is all
constexpr int64_t kPasses = 20000;

std::string peft_name(const std::string& layer) { return "base_model.model." + layer; }

uint64_t fingerprint(const Tensor& x) {
  const Tensor values = x.to(at::kCPU, at::kFloat).contiguous();
  uint64_t hash = 1469598103934665603ull ^ static_cast<uint64_t>(x.size(1));
  const auto* at = values.data_ptr<float>();
  for (int64_t i = 0; i < values.numel(); ++i) {
    uint32_t bits = 0;
    std::memcpy(&bits, at + i, sizeof bits);
    hash = (hash ^ bits) * 1099511628211ull;
  }
  return hash;
}

// Rows of the layers' inputs that are looked at.
Tensor rows_of(const SampleBatch& batch, const Json& options) {
  if (options.at("use_label_mask") != Json(true)) return at::arange(batch.targets.size(0), batch.targets.options());
  return (labels_of(batch) != options.at("label_mask_value").get<int64_t>()).nonzero().squeeze(1);
}

struct Search {
  Linear* layer = nullptr;
  int64_t rank = 0, most = 0;  // by the config; components looked for
  std::size_t leader = 0;      // whose search it shares; its own number where it has one
  std::unique_ptr<IncrementalPca> pca;
  Tensor settled;  // (most) bool: components that stayed where they were
  bool done = false;

  void add(const Tensor& x, double tau) {
    if (x.size(0) < most) return;
    const Tensor before = pca->components;
    pca->add(x.to(at::kFloat));
    if (before.defined()) settled = at::cosine_similarity(pca->components, before) >= tau;
  }
};

class Eva {
 public:
  Eva(CausalLm& model, const Json& config, const std::vector<ModelModule>& targets)
      : m_model(model), m_config(config), m_options(config.at("eva_config")), m_batches(data_of(model, kBatches)) {
    const double rho = usable_rho();
    for (const auto& target : targets) {
      if (!target.linear) continue;
      Search search{.layer = target.linear, .leader = m_searches.size()};
      search.rank = pattern_value(config.at("rank_pattern"), peft_name(target.name), config.at("r"), "peft.rank_pattern").get<int64_t>();
      search.most = static_cast<int64_t>(std::nearbyint(static_cast<double>(search.rank) * rho));
      m_budget += search.rank;
      m_searches.push_back(std::move(search));
    }
  }

  void run() {
    find_equal_inputs();
    std::vector<int64_t> ranks;
    for (auto& search : m_searches) ranks.push_back(search.most);
    const double tau = m_options.at("tau");
    Tensor rows;
    Watches watches(m_model);
    for (std::size_t i = 0; i < m_searches.size(); ++i) {
      Search& search = m_searches[i];
      if (search.leader != i) continue;
      if (search.most > search.layer->in_features()) {
        fail(ErrorKind::input,
             "asks for " + std::to_string(search.most) + " directions (r times rho) of \"" + search.layer->name + "\", which has " +
                 std::to_string(search.layer->in_features()) + " inputs",
             kWhere, "Choose a smaller r or rho.");
      }
      search.pca = std::make_unique<IncrementalPca>(search.most);
      search.settled = at::zeros({search.most}, at::kBool);
      watches.add(*search.layer, [&search, &rows, tau](const Tensor& x) {
        if (!search.done) search.add(x.index_select(0, rows), tau);
      });
    }
    for (int64_t pass = 0;; ++pass) {
      const SampleBatch& batch = m_batches[static_cast<std::size_t>(pass) % m_batches.size()];
      if (all_done(ranks)) break;
      check_progress(pass);
      rows = rows_of(batch, m_options);
      watches.run(batch.tokens);
      if (every_search_started()) ranks = shared_out();
    }
    m_ranks = ranks;
  }

  // A by layer, and the config's patterns and targets by what was found. Embeddings keep what they had.
  LayerData results(Json& config, const std::vector<ModelModule>& targets) const {
    LayerData out;
    Json names = Json::array(), ranks = Json::object(), alphas = Json::object();
    const auto note = [&](const std::string& name, int64_t rank, double alpha) {
      names.push_back(name);
      if (Json(rank) != config.at("r")) ranks[name] = rank;
      if (alpha != config.at("lora_alpha").get<double>()) alphas[name] = alpha;
    };
    const auto alpha_of = [&](const std::string& name) {
      return pattern_value(config.at("alpha_pattern"), peft_name(name), config.at("lora_alpha"), "peft.alpha_pattern").get<double>();
    };
    for (std::size_t i = 0; i < m_searches.size(); ++i) {
      const Search& search = m_searches[i];
      const int64_t rank = m_ranks[i];
      if (rank == 0) continue;  // PEFT leaves such a layer out
      double alpha = alpha_of(search.layer->name);
      if (rank != search.rank && m_options.at("adjust_scaling_factors") == Json(true)) {
        alpha *= static_cast<double>(rank) / static_cast<double>(search.rank);
      }
      note(search.layer->name, rank, alpha);
      out[search.layer->name] = directions(i);
    }
    for (const auto& target : targets) {
      if (target.linear) continue;
      note(target.name, pattern_value(config.at("rank_pattern"), peft_name(target.name), config.at("r"), "peft.rank_pattern").get<int64_t>(), alpha_of(target.name));
    }
    config["target_modules"] = names;
    config["rank_pattern"] = ranks;
    config["alpha_pattern"] = alphas;
    return out;
  }

 private:
  double usable_rho() const {
    const double rho = m_options.at("rho");
    if (rho <= 1000) return rho;
    int64_t largest = 0;
    for (const auto& [name, param] : m_model.parameters()) {
      for (const int64_t side : param->base.sizes()) largest = std::max(largest, side);
    }
    return std::min(rho, static_cast<double>(largest / m_config.at("r").get<int64_t>()));
  }

  void find_equal_inputs() {
    std::vector<uint64_t> prints(m_searches.size());
    const Tensor rows = rows_of(m_batches.front(), m_options);
    {
      Watches watches(m_model);
      for (std::size_t i = 0; i < m_searches.size(); ++i) {
        watches.add(*m_searches[i].layer, [&, i](const Tensor& x) { prints[i] = fingerprint(x.index_select(0, rows)); });
      }
      watches.run(m_batches.front().tokens);
    }
    std::map<uint64_t, std::size_t> first;
    for (std::size_t i = 0; i < m_searches.size(); ++i) {
      Search& leader = m_searches[first.emplace(prints[i], i).first->second];
      m_searches[i].leader = leader.leader;
      leader.most = std::max(leader.most, m_searches[i].most);
    }
    for (auto& search : m_searches) search.most = m_searches[search.leader].most;
    m_order.resize(m_searches.size());  // PEFT's: those that search, then the others by whom they share with
    std::iota(m_order.begin(), m_order.end(), std::size_t{0});
    const auto place = [&](std::size_t i) { return std::pair(m_searches[i].leader != i, m_searches[i].leader); };
    std::stable_sort(m_order.begin(), m_order.end(), [&](std::size_t a, std::size_t b) { return place(a) < place(b); });
  }

  // Also switches searches off and on by what the ranks need now.
  bool all_done(const std::vector<int64_t>& ranks) {
    bool all = true;
    for (std::size_t i = 0; i < m_searches.size(); ++i) {
      Search& search = m_searches[i];
      if (!search.pca) continue;
      search.done = search.settled.slice(0, 0, ranks[i]).all().item<bool>();
      all = all && search.done;
    }
    return all;
  }

  bool every_search_started() const {
    return std::all_of(m_searches.begin(), m_searches.end(), [](const Search& search) { return !search.pca || search.pca->started(); });
  }

  void check_progress(int64_t pass) const {
    if (pass == static_cast<int64_t>(m_batches.size()) && !every_search_started()) {
      fail(ErrorKind::input, "no batch has enough trained tokens for as many directions (r times rho)", kWhere,
           "Choose a smaller r or rho, larger batches, or set use_label_mask to false.");
    }
    if (pass == kPasses) {
      fail(ErrorKind::input, "the directions have not settled after " + std::to_string(kPasses) + " passes", std::string(kWhere) + ".tau", "Choose a smaller tau.");
    }
  }

  // Ranks by the largest shares of variance, as many in all as the config gives.
  std::vector<int64_t> shared_out() const {
    std::vector<std::size_t> owners;
    std::vector<Tensor> shares;
    for (const std::size_t i : m_order) {
      shares.push_back(m_searches[m_searches[i].leader].pca->shares.slice(0, 0, m_searches[i].most).to(at::kDouble));
      owners.insert(owners.end(), static_cast<std::size_t>(shares.back().size(0)), i);
    }
    const Tensor places = at::argsort(at::cat(shares), 0, /*descending=*/true).to(at::kCPU);
    std::vector<int64_t> ranks(m_searches.size(), 0);
    for (int64_t n = 0; n < std::min(m_budget, places.size(0)); ++n) ++ranks[owners[static_cast<std::size_t>(places[n].item<int64_t>())]];
    for (const std::size_t i : m_order) {  // the one that searches gets no less than those that share
      const std::size_t leader = m_searches[i].leader;
      if (leader != i && ranks[leader] < ranks[i]) std::swap(ranks[leader], ranks[i]);
    }
    return ranks;
  }

  // PEFT whitens the components in place, once for every layer that shares them and has the row.
  Tensor directions(std::size_t number) const {
    const std::size_t leader = m_searches[number].leader;
    const IncrementalPca& pca = *m_searches[leader].pca;
    const Tensor rows = pca.components.slice(0, 0, m_ranks[number]);
    if (m_options.at("whiten") != Json(true)) return rows;
    Tensor times = at::zeros({m_ranks[number]}, rows.options());
    for (std::size_t i = 0; i < m_searches.size(); ++i) {
      if (m_searches[i].leader == leader) times.slice(0, 0, std::min(m_ranks[i], m_ranks[number])).add_(1);
    }
    return rows / pca.strengths.slice(0, 0, m_ranks[number]).sqrt().pow(times).unsqueeze(1);
  }

  CausalLm& m_model;
  const Json& m_config;
  const Json m_options;
  std::vector<SampleBatch> m_batches;
  std::vector<Search> m_searches;  // in the model's order
  std::vector<std::size_t> m_order;
  std::vector<int64_t> m_ranks;
  int64_t m_budget = 0;
};

}  // namespace

LayerData eva_directions(CausalLm& model, Json& config, const std::vector<ModelModule>& targets) {
  at::NoGradGuard no_grad;
  Eva eva(model, config, targets);
  eva.run();
  return eva.results(config, targets);
}

}  // namespace paretune

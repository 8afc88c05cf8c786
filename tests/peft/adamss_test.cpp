// SPDX-License-Identifier: GPL-3.0-or-later
// What AdaMSS's files do not say: which rows of a weight form its clusters, and which clusters are trained no more.
#include "tests/peft/peft_support.h"
#include "training/peft/methods/adamss_parts/row_clusters.h"

namespace paretune::testing {
namespace {

Tensor spread(int64_t rows, int64_t features) {
  Tensor out = at::empty({rows, features});
  for (int64_t i = 0; i < rows; ++i) {
    for (int64_t k = 0; k < features; ++k) {
      const int64_t value = (i * 7919 + k * 104729 + i * k * 31 + i * i * k * 17) % 1009;
      out.data_ptr<float>()[i * features + k] = static_cast<float>(static_cast<double>(value) / 1009 - 0.5);
    }
  }
  return out;
}

// A reflection: all rows are equally far from each other.
Tensor alike(int64_t rows) {
  auto v = [](int64_t i) { return static_cast<double>(i * 37 % 11 + 1); };
  double squared = 0;
  for (int64_t i = 0; i < rows; ++i) squared += v(i) * v(i);
  Tensor out = at::empty({rows, rows});
  for (int64_t i = 0; i < rows; ++i) {
    for (int64_t j = 0; j < rows; ++j) out.data_ptr<float>()[i * rows + j] = static_cast<float>((i == j ? 1.0 : 0.0) - 2 * (v(i) * v(j)) / squared);
  }
  return out;
}

int64_t digest(const RowClusters& clusters) {
  int64_t out = 0;
  for (const int32_t label : clusters.label) out = (out * 31 + label + 1) % 1000000007;
  return out;
}

// scikit-learn 1.7.2: KMeans(n_clusters=count, init="random", n_init=1, max_iter=10, random_state=123456789).fit_predict(points)
TEST(AdamssClusters, AreThoseOfScikitLearn) {
  const std::vector<std::tuple<Tensor, int64_t, int64_t>> golden = {
      {spread(600, 20), 1, 545583061},  {spread(600, 20), 5, 621899650}, {spread(600, 20), 9, 737973088},  {spread(600, 20), 24, 369982651},
      {spread(600, 20), 40, 346586117}, {spread(90, 330), 5, 196579840}, {spread(90, 330), 9, 47293183},   {spread(90, 330), 24, 751012682},
      {spread(90, 330), 40, 43484917},  {alike(60), 5, 604273816},       {alike(60), 9, 966265471},        {alike(60), 24, 340327589},
      {alike(60), 40, 781914094},       {alike(300), 5, 557502021},      {alike(300), 9, 173166454},       {alike(300), 24, 54579262},
      {alike(300), 40, 283991863}};
  for (const auto& [points, count, wanted] : golden) {
    EXPECT_EQ(digest(cluster_rows(points, count)), wanted) << points.sizes() << " into " << count;
  }
}

TEST(AdamssClusters, OnlyRowsBetweenClustersMove) {
  const RowClusters clusters = cluster_rows(at::tensor({0.0F, 0.1F, 5.0F, 5.1F, 2.55F}).unsqueeze(1), 2);
  std::vector<int64_t> sizes = clusters.sizes();
  RowClusters moved = clusters;
  EXPECT_TRUE(moved.fit(sizes));
  EXPECT_EQ(moved.label, clusters.label);
  ++sizes[clusters.label[0]];
  --sizes[clusters.label[2]];
  EXPECT_FALSE(moved.fit(sizes));  // no row lies within rounding of the border
}

TEST(Adamss, AdaptersMadeWithOtherRandomNumbersLoad) {
  for (const std::string name : {"llama_bias", "llama_tied"}) {
    const Json config = {{"peft_type", "ADAMSS"}, {"r", 6}, {"num_subspaces", 3}, {"random_seed", 5}, {"target_modules", {"q_proj", "up_proj"}}};
    const auto model = tiny_model(name);
    const Rows rows = some_rows(model->config.vocab_size);
    const TempFolder temp;
    Tensor wanted;
    {
      const auto adapter = make_adapter(*model, config, 1).value();
      perturb(*adapter, 0.1);
      wanted = logits_of(*model, rows.ids);
      ASSERT_TRUE(save_adapter(*adapter, temp.path(), name).ok());
    }
    Json saved = read_json_file(temp.path() + "/adapter_config.json").value();
    saved["random_seed"] = 0;  // as if they had been drawn on another device
    ASSERT_TRUE(write_json_file(temp.path() + "/adapter_config.json", saved).ok());
    const auto adapter = load_adapter(*model, temp.path());
    ASSERT_TRUE(adapter.ok()) << adapter.error().text();
    EXPECT_TRUE(near(logits_of(*model, rows.ids), wanted, 1e-5)) << name;
  }
}

TEST(Adamss, AllocationGoesOnFromItsState) {
  struct Session {
    std::unique_ptr<CausalLm> model = tiny_model("llama_nano");
    std::unique_ptr<Adapter> adapter;
    explicit Session(uint64_t seed) {
      Json config = golden_case("adamss_allocated").at("config");
      config["init_weights"] = nullptr;
      adapter = make_adapter(*model, config, seed).value();
    }
    double step(int64_t number) {
      const Tensor loss = loss_of(*model, some_rows(model->config.vocab_size), *adapter);
      loss.backward();
      at::NoGradGuard no_grad;
      for (auto& [name, leaf] : adapter->trainable()) {
        if (leaf.grad().defined()) leaf.sub_(leaf.grad(), 0.05);
      }
      adapter->on_step(number, 10);
      for (auto& [name, leaf] : adapter->trainable()) leaf.mutable_grad() = Tensor();
      return loss.item<double>();
    }
    int64_t trained() {
      int64_t out = 0;
      for (auto& [name, leaf] : adapter->trainable()) out += leaf.requires_grad();
      return out;
    }
  };
  Session first(1), second(1);
  const int64_t all = first.trained();
  for (int64_t step = 1; step <= 4; ++step) first.step(step);
  EXPECT_LT(first.trained(), all);
  {
    at::NoGradGuard no_grad;
    const auto from = first.adapter->trainable(), to = second.adapter->trainable();
    for (std::size_t i = 0; i < from.size(); ++i) to[i].second.detach().copy_(from[i].second);
    std::map<std::string, Tensor> state;
    for (const auto& [name, tensor] : first.adapter->step_state()) state[name] = tensor.clone();
    second.adapter->set_step_state(state);
  }
  for (int64_t step = 5; step <= 10; ++step) {
    EXPECT_EQ(second.trained(), first.trained());
    EXPECT_EQ(second.step(step), first.step(step)) << step;
  }
  EXPECT_EQ(first.trained(), 2 * 5);  // one subspace fewer than asa_target_subspaces, as in PEFT
}

}  // namespace
}  // namespace paretune::testing

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The golden tiny Llama with a LoRA, rows and a tokenizer of numbers, and runs that keep their events.
#include "tests/support/temp_folder.h"
#include "training/loop/trainer.h"

namespace paretune::tiny {

inline const std::string kGolden = std::string(PARETUNE_SOURCE_DIR) + "/tests/goldens/loop/trainer/";

// Token 12 is the text "12,"; encode() takes bytes.
class NumberTokenizer final : public Tokenizer {
 public:
  explicit NumberTokenizer(int64_t end_id = -1) {
    if (end_id >= 0) m_ends = {end_id};
  }
  std::vector<int64_t> encode(std::string_view text, bool) const override {
    std::vector<int64_t> ids;
    for (const char c : text) ids.push_back(static_cast<unsigned char>(c) % 96);
    return ids;
  }
  std::vector<Piece> encode_pieces(std::string_view text, bool) const override {
    std::vector<Piece> pieces;
    for (std::size_t i = 0; i < text.size(); ++i) pieces.push_back({static_cast<unsigned char>(text[i]) % 96, i, i + 1});
    return pieces;
  }
  std::string decode(const std::vector<int64_t>& ids, bool) const override {
    std::string text;
    for (const int64_t id : ids) text += token_bytes(id);
    return text;
  }
  std::string token_bytes(int64_t id) const override { return std::to_string(id) + ","; }
  std::string token_text(int64_t id) const override { return token_bytes(id); }
  bool is_special(int64_t) const override { return false; }
  int64_t token_id(std::string_view) const override { return -1; }
  int64_t vocab_size() const override { return 96; }
};

inline Json golden() { return read_json_file(kGolden + "golden.json").value(); }

inline std::unique_ptr<CausalLm> model() {
  const auto source = ModelSource::open(kGolden + "model");
  return load_model(*source.value(), at::kCPU);
}

inline std::vector<Example> examples() {
  std::vector<Example> out;
  const Json file = golden();
  for (const Json& row : file["rows"]) {
    Example example;
    example.row = static_cast<int64_t>(out.size()) + 1;
    example.ids = row["input_ids"].get<std::vector<int64_t>>();
    example.labels = row["labels"].get<std::vector<int64_t>>();
    example.full_length = static_cast<int64_t>(example.ids.size());
    out.push_back(example);
  }
  return out;
}

inline RunConfig config(Json training, Json peft = {{"peft_type", "LORA"}, {"r", 4}, {"lora_alpha", 8}, {"lora_dropout", 0.3}, {"target_modules", "all-linear"}}) {
  return parse_run_config({{"model", "tiny"}, {"data", {{"path", "rows.jsonl"}, {"shuffle", true}}}, {"peft", peft}, {"training", training}}).value();
}

using Folder = test::TempFolder;

// The weights that the run in `folder` ended with.
inline std::string adapter_bytes(const std::string& folder) { return read_text_file(folder + "/adapter/adapter_model.safetensors").value(); }

// Everything a run said.
struct Heard {
  std::vector<RunEvent> events;
  template <class Body>
  std::vector<Body> all() const {
    std::vector<Body> out;
    for (const auto& event : events) {
      if (const auto* body = std::get_if<Body>(&event.body)) out.push_back(*body);
    }
    return out;
  }
  std::map<int64_t, double> metric(const std::string& key) const {
    std::map<int64_t, double> out;
    for (const auto& metrics : all<RunMetrics>()) {
      if (const auto found = metrics.values.find(key); found != metrics.values.end()) out[metrics.step] = found->second;
    }
    return out;
  }
};

struct Sitting {
  RunConfig config;
  std::string folder;
  std::vector<Example> train, eval;
  bool resume = false;
  std::string init_adapter;
  std::function<void(CausalLm&)> change_model;
  std::function<void(Adapter&)> change_adapter;
  std::function<void(const RunEvent&, std::stop_source&, RunRequests&)> on_event;
};

// A fresh model and adapter, as after a new start of the program.
inline Heard run(const Sitting& sitting) {
  const auto model = tiny::model();
  if (sitting.change_model) sitting.change_model(*model);
  const auto adapter = sitting.init_adapter.empty() ? make_adapter(*model, sitting.config.peft, 7) : load_adapter(*model, sitting.init_adapter);
  if (sitting.change_adapter) sitting.change_adapter(**adapter);
  const NumberTokenizer tokenizer;
  Dataset data;
  data.path = "rows.jsonl";
  data.format = "pretokenized";
  data.train = sitting.train;
  data.eval = sitting.eval;
  Heard heard;
  std::stop_source stop;
  RunRequests requests;
  const TrainJob job{"run", sitting.folder, sitting.config, *model, **adapter, tokenizer, data, sitting.resume, "tiny"};
  train(job, [&](RunEvent event) {
    heard.events.push_back(event);
    if (sitting.on_event) sitting.on_event(event, stop, requests);
  }, stop.get_token(), requests);
  return heard;
}

}  // namespace paretune::tiny

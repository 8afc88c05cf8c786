// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Opened files, loaded weights and tokenised data, kept while they are likely to be used again.
#include <memory>
#include <mutex>

#include "training/data/dataset.h"
#include "training/data/preview.h"
#include "training/models/load_model.h"

namespace paretune {

// A model file with its tokenizer; cheap (mapped, no weights read).
struct OpenModel {
  std::string path;
  std::unique_ptr<ModelSource> source;
  std::shared_ptr<const Tokenizer> tokenizer;
};

class Workbench {
 public:
  Workbench(std::string home, at::Device device) : m_home(std::move(home)), m_device(device) {}

  // Any thread. Failures as open/parse errors.
  std::shared_ptr<OpenModel> open(const std::string& ref);
  std::shared_ptr<const Dataset> dataset(const std::string& model, const Json& data, const std::function<void(double)>& progress, std::stop_token stop);
  DataPreview preview(const std::string& model, const Json& data, int64_t rows, std::stop_token stop);

  // Lane thread only. The weights of `ref`; the last model stays loaded. Adapters on it go away with their Adapter object.
  CausalLm& weights(const std::string& ref, Quantization quantization = Quantization::none, const std::function<void(double)>& progress = {});

  at::Device device() const { return m_device; }

 private:
  TokenCache token_cache(std::shared_ptr<OpenModel> opened) const;

  std::string m_home;
  at::Device m_device;
  std::mutex m_mutex;
  std::shared_ptr<OpenModel> m_open;
  std::string m_open_key, m_data_key, m_weights_key;
  std::shared_ptr<const Dataset> m_dataset;
  std::unique_ptr<CausalLm> m_weights;
};

}  // namespace paretune

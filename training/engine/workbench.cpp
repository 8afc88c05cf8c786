// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/engine/workbench.h"

#include <sys/stat.h>

#include "training/core/files.h"
#include "training/data/data_files.h"
#include "training/data/unavailable_tokenizer.h"
#include "training/engine/locations.h"

namespace paretune {
namespace {

// Changes when the file does.
std::string file_key(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return path;
  return path + "|" + std::to_string(info.st_size) + "|" + std::to_string(info.st_mtim.tv_sec) + "." + std::to_string(info.st_mtim.tv_nsec);
}

// The tokenizer a PEFT config names: the model's own, or that of another model on this machine.
std::shared_ptr<const Tokenizer> named_tokenizer(const OpenModel& opened, const std::string& ref, const std::string& name, const Json& options,
                                                 const std::string& home) {
  if (!options.is_null() && !options.empty()) {
    fail(ErrorKind::unsupported, "is " + options.dump() + ", but tokenizers have no options here", "peft.tokenizer_kwargs", "Remove the key.");
  }
  if (name == ref || name == opened.path) return opened.tokenizer;
  const auto source = ModelSource::open(resolve_model(name, home)).value();
  if (source->path() == opened.path) return opened.tokenizer;
  return Tokenizer::load(source->tokenizer(), name).value();
}

std::string model_key(const std::string& path) { return file_key(path) + file_key(path + "/config.json"); }

}  // namespace

std::shared_ptr<OpenModel> Workbench::open(const std::string& ref) {
  const std::string path = resolve_model(ref, m_home), key = model_key(path);
  std::lock_guard lock(m_mutex);
  if (m_open && m_open_key == key) return m_open;
  auto model = std::make_shared<OpenModel>();
  model->path = path;
  model->source = ModelSource::open(path).value();
  auto tokenizer = Tokenizer::load(model->source->tokenizer(), path);
  model->tokenizer = tokenizer ? *tokenizer : unavailable_tokenizer(tokenizer.error(), read_model_config(model->source->config()).vocab_size);
  m_open = model;
  m_open_key = key;
  return model;
}

std::shared_ptr<const Dataset> Workbench::dataset(const std::string& model, const Json& data, const std::function<void(double)>& progress, std::stop_token stop) {
  const auto opened = open(model);
  const auto part = [&](const char* name) {
    std::string out;
    for (const std::string& file : data_file_paths(data, name)) out += file_key(file);
    return out;
  };
  const std::string key = opened->path + "|" + part("path") + "|" + part("eval_path") + "|" + data.dump();
  {
    std::lock_guard lock(m_mutex);
    if (m_dataset && m_data_key == key) return m_dataset;
  }
  auto dataset = std::make_shared<const Dataset>(load_dataset(data, *opened->tokenizer, progress, stop, token_cache(opened)).value());
  std::lock_guard lock(m_mutex);
  m_dataset = dataset;
  m_data_key = key;
  return dataset;
}

DataPreview Workbench::preview(const std::string& model, const Json& data, int64_t rows, std::stop_token stop) {
  const auto opened = open(model);
  return preview_dataset(data, *opened->tokenizer, rows, {}, stop, token_cache(opened)).value();
}

TokenCache Workbench::token_cache(std::shared_ptr<OpenModel> opened) const {
  return {m_home + "/cache/tokens", [opened = std::move(opened)] {
            const TokenizerSource& source = opened->source->tokenizer();
            std::string parts;
            for (const Json* part : {&source.tokenizer_json, &source.tokenizer_config, &source.gguf}) {
              parts += sha256_hex(part->dump(-1, ' ', true, Json::error_handler_t::replace));
            }
            return parts;
          }};
}

CausalLm& Workbench::weights(const std::string& ref, Quantization quantization, const std::function<void(double)>& progress) {
  const auto opened = open(ref);
  const std::string key = model_key(opened->path) + "|" + std::to_string(static_cast<int>(quantization));
  if (!m_weights || m_weights_key != key) {
    m_weights.reset();
    m_weights = load_model(*opened->source, m_device, quantization, progress);
    m_weights->set_text_to_ids([opened, ref, home = m_home](const std::string& text, const std::string& name, const Json& options) {
      return named_tokenizer(*opened, ref, name, options, home)->encode(text, true);
    });
    m_weights_key = key;
  }
  return *m_weights;
}

}  // namespace paretune

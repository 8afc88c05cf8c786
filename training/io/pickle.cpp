// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/io/pickle.h"

#include "training/api/result.h"

namespace paretune {

bool is_pickle(std::string_view content) { return content.size() >= 2 && content[0] == '\x80' && content[1] >= 2 && content[1] <= 5; }

bool is_archive(std::string_view content) { return content.starts_with("PK\x03\x04"); }

void refuse_pickle(const std::string& path, const std::string& remedy) {
  fail(ErrorKind::unsupported, "is a pickle, which can run any program when it is opened; Paretune never opens one", path, remedy);
}

void refuse_pickled_weights(std::string_view content, const std::string& path) {
  if (is_pickle(content) || is_archive(content)) refuse_pickle(path, "Convert the model to safetensors: model.save_pretrained(folder, safe_serialization=True).");
}

}  // namespace paretune

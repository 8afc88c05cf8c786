// SPDX-License-Identifier: GPL-3.0-or-later
// config.json of a model folder whose weights are good.
#include "tests/fuzz/fuzz_target.h"
#include "training/io/model_source.h"

using namespace paretune;

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const bool ready = [] {
    const std::string header = R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})";
    fuzz::as_file("model.safetensors", std::string{static_cast<char>(header.size()), 0, 0, 0, 0, 0, 0, 0} + header + "1234");
    return true;
  }();
  fuzz::as_file("config.json", fuzz::text_of(data, size));
  fuzz::accepted([&] {
    const auto source = std::move(ModelSource::open(fuzz::folder())).value();
    if (!ready || source->tensors().size() != 1 || !source->config().at("model_type").is_string()) fuzz::report("the model is not itself", source->name());
    source->licence();
    source->storage();
  });
  return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// model.safetensors.index.json over one good shard: what it names must lie in the folder.
#include "tests/fuzz/fuzz_target.h"
#include "training/io/model_source.h"

using namespace paretune;

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const bool ready = [] {
    const std::string header = R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F16","shape":[2],"data_offsets":[4,8]}})";
    fuzz::as_file("s.safetensors", std::string{static_cast<char>(header.size()), 0, 0, 0, 0, 0, 0, 0} + header + "12345678");
    fuzz::as_file("config.json", R"({"model_type":"llama"})");
    return true;
  }();
  fuzz::as_file("model.safetensors.index.json", fuzz::text_of(data, size));
  fuzz::accepted([&] {
    const auto source = std::move(ModelSource::open(fuzz::folder())).value();
    for (const StoredTensor& tensor : source->tensors()) {
      float values[2] = {};
      source->read_f32(tensor, values);
      if (!ready || (tensor.name != "a" && tensor.name != "b")) fuzz::report("a tensor from elsewhere", tensor.name);
    }
  });
  return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/io/safetensors.h"

#include "tests/fuzz/fuzz_target.h"

using namespace paretune;

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  fuzz::accepted([&] {
    const auto file = SafetensorsFile::open(fuzz::as_file("a.safetensors", fuzz::text_of(data, size))).value();
    for (const SafeTensor& tensor : file.tensors()) {
      if (file.find(tensor.name) != &tensor) fuzz::report("a tensor is not found by its name", tensor.name);
      std::vector<float> values(tensor.data.size());
      fuzz::accepted([&] { convert_to_f32(tensor.dtype, tensor.data, values.data()); });
    }
  });
  return 0;
}

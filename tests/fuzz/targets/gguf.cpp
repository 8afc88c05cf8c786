// SPDX-License-Identifier: GPL-3.0-or-later
// The file, the model in it, and the tokenizer made from its metadata.
#include "training/io/gguf.h"

#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/use_tokenizer.h"
#include "training/data/tokenizers/bpe_tokenizer.h"
#include "training/io/stored_blocks.h"

using namespace paretune;

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string path = fuzz::as_file("a.gguf", fuzz::text_of(data, size));
  Json metadata;
  if (!fuzz::accepted([&] { metadata = GgufFile::open(path).value().metadata(); })) return 0;
  TokenizerSource source;
  source.gguf = metadata;
  if (fuzz::accepted([&] { fuzz::use_tokenizer(source); })) {
    TokenizerSource written;
    fuzz::accepted([&] { written.tokenizer_json = gguf_tokenizer_json(metadata, "input"); });
    if (!written.tokenizer_json.is_null()) fuzz::accepted([&] { fuzz::use_tokenizer(written); });
  }
  fuzz::accepted([&] {
    const auto model = ModelSource::open(path).value();
    for (const StoredTensor& tensor : model->tensors()) {
      std::vector<float> values(static_cast<std::size_t>(tensor.elements()));
      fuzz::accepted([&] { model->read_f32(tensor, values.data()); });
      fuzz::accepted([&] { read_blocks(*model, tensor); });
    }
  });
  return 0;
}

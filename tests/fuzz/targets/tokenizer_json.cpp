// SPDX-License-Identifier: GPL-3.0-or-later
// tokenizer.json; its key "config", which the format does not have, stands for tokenizer_config.json.
#include "tests/fuzz/use_tokenizer.h"

using namespace paretune;

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  fuzz::accepted([&] {
    TokenizerSource source;
    source.tokenizer_json = read_json_file(fuzz::as_file("tokenizer.json", fuzz::text_of(data, size))).value();
    if (source.tokenizer_json.is_object() && source.tokenizer_json.contains("config")) source.tokenizer_config = source.tokenizer_json["config"];
    fuzz::use_tokenizer(source);
  });
  return 0;
}

# SPDX-License-Identifier: GPL-3.0-or-later
set(tok_sources added_tokens bpe bpe_tokenizer decoder gguf_tokenizer hf_tokenizer normalizer pattern pre_tokenizer scanners text)
list(TRANSFORM tok_sources PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/tokenizers/)
list(TRANSFORM tok_sources APPEND .cpp)
target_sources(training_data PRIVATE ${tok_sources})

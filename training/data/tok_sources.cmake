# SPDX-License-Identifier: GPL-3.0-or-later
set(tok_sources
  tokenizers/added_tokens.cpp tokenizers/bpe.cpp tokenizers/bpe_tokenizer.cpp tokenizers/decoder.cpp tokenizers/gguf_tokenizer.cpp
  tokenizers/hf_tokenizer.cpp tokenizers/normalizer.cpp tokenizers/pattern.cpp tokenizers/pre_tokenizer.cpp tokenizers/scanners.cpp
  tokenizers/text.cpp templates/checks.cpp templates/evaluate.cpp templates/expression_parser.cpp templates/filters.cpp
  templates/interpreter.cpp templates/lexer.cpp templates/methods.cpp templates/parser.cpp templates/text_ops.cpp templates/value.cpp
  chat_render.cpp chat_template.cpp)
list(TRANSFORM tok_sources PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
target_sources(training_data PRIVATE ${tok_sources})

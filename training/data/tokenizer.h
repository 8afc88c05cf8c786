// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Text to ids and back, equal to Hugging Face `tokenizers`.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "training/io/model_source.h"

namespace paretune {

class Tokenizer {
 public:
  virtual ~Tokenizer() = default;
  // From tokenizer.json or GGUF metadata. Errors name the unsupported part.
  static Result<std::shared_ptr<const Tokenizer>> load(const TokenizerSource& source, const std::string& where);

  // Special and added tokens inside the text are recognised. add_special_tokens runs the post-processor (bos, ...).
  virtual std::vector<int64_t> encode(std::string_view text, bool add_special_tokens) const = 0;
  // Same as encode, and for each token the byte span [begin, end) of `text` it came from.
  struct Piece {
    int64_t id;
    std::size_t begin, end;
  };
  virtual std::vector<Piece> encode_pieces(std::string_view text, bool add_special_tokens) const = 0;
  virtual std::string decode(const std::vector<int64_t>& ids, bool skip_special_tokens) const = 0;
  virtual std::string token_bytes(int64_t id) const = 0;  // raw bytes a token stands for
  virtual std::string token_text(int64_t id) const = 0;   // for display: invalid UTF-8 bytes shown as <0xNN>
  virtual bool is_special(int64_t id) const = 0;
  virtual int64_t token_id(std::string_view content) const = 0;  // -1 when there is none
  virtual int64_t vocab_size() const = 0;

  // -1 / empty when the model has none.
  int64_t bos_id() const { return m_bos; }
  int64_t eos_id() const { return m_eos; }
  int64_t pad_id() const { return m_pad; }
  const std::vector<int64_t>& end_ids() const { return m_ends; }  // all ids that end a generation (eos, eot)
  const std::string& bos_token() const { return m_bos_token; }
  const std::string& eos_token() const { return m_eos_token; }
  const std::string& chat_template() const { return m_chat_template; }

 protected:
  int64_t m_bos = -1, m_eos = -1, m_pad = -1;
  std::vector<int64_t> m_ends;
  std::string m_bos_token, m_eos_token, m_chat_template;
};

}  // namespace paretune

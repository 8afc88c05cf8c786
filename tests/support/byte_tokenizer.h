// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A tokenizer that can be checked by eye: every byte is a token (its id is the byte), and four special tokens.
#include <string>
#include <utility>
#include <vector>

#include "training/data/tokenizer.h"

namespace paretune {

inline constexpr const char* kChatMl =
    "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

class ByteTokenizer final : public Tokenizer {
 public:
  enum : int64_t { bos = 256, eos = 257, turn_start = 258, turn_end = 259 };

  explicit ByteTokenizer(std::string chat_template = kChatMl, bool adds_bos = true) : m_adds_bos(adds_bos) {
    m_bos = bos, m_eos = eos, m_pad = eos;
    m_ends = {eos, turn_end};
    m_bos_token = "<s>", m_eos_token = "</s>";
    m_chat_template = std::move(chat_template);
  }

  std::vector<int64_t> encode(std::string_view text, bool add_special_tokens) const override {
    std::vector<int64_t> ids;
    for (const Piece& piece : encode_pieces(text, add_special_tokens)) ids.push_back(piece.id);
    return ids;
  }
  std::vector<Piece> encode_pieces(std::string_view text, bool add_special_tokens) const override {
    std::vector<Piece> out;
    if (add_special_tokens && m_adds_bos) out.push_back({bos, 0, 0});
    for (std::size_t i = 0; i < text.size();) {
      int64_t id = static_cast<unsigned char>(text[i]);
      std::size_t size = 1;
      for (int64_t special = bos; special <= turn_end; ++special) {
        if (text.substr(i).starts_with(name(special))) id = special, size = name(special).size();
      }
      out.push_back({id, i, i + size});
      i += size;
    }
    return out;
  }
  std::string decode(const std::vector<int64_t>& ids, bool skip_special_tokens) const override {
    std::string out;
    for (const int64_t id : ids) {
      if (!skip_special_tokens || !is_special(id)) out += token_bytes(id);
    }
    return out;
  }
  std::string token_bytes(int64_t id) const override { return is_special(id) ? std::string(name(id)) : std::string(1, static_cast<char>(id)); }
  std::string token_text(int64_t id) const override { return token_bytes(id); }
  bool is_special(int64_t id) const override { return id >= bos; }
  int64_t token_id(std::string_view content) const override {
    for (int64_t special = bos; special <= turn_end; ++special) {
      if (content == name(special)) return special;
    }
    return content.size() == 1 ? static_cast<unsigned char>(content[0]) : -1;
  }
  int64_t vocab_size() const override { return turn_end + 1; }

 private:
  static std::string_view name(int64_t special) {
    static constexpr std::string_view kNames[] = {"<s>", "</s>", "<|im_start|>", "<|im_end|>"};
    return kNames[special - bos];
  }
  bool m_adds_bos;
};

}  // namespace paretune

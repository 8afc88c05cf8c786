// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/unavailable_tokenizer.h"

namespace paretune {
namespace {

class UnavailableTokenizer final : public Tokenizer {
 public:
  UnavailableTokenizer(Error reason, int64_t vocab_size) : m_reason(std::move(reason)), m_vocab_size(vocab_size) {}

  std::vector<int64_t> encode(std::string_view, bool) const override { throw Failure(m_reason); }
  std::vector<Piece> encode_pieces(std::string_view, bool) const override { throw Failure(m_reason); }
  std::string decode(const std::vector<int64_t>& ids, bool) const override {
    std::string out;
    for (int64_t id : ids) out += token_text(id);
    return out;
  }
  std::string token_bytes(int64_t id) const override { return token_text(id); }
  std::string token_text(int64_t id) const override { return "<" + std::to_string(id) + ">"; }
  bool is_special(int64_t) const override { return false; }
  int64_t token_id(std::string_view) const override { return -1; }
  int64_t vocab_size() const override { return m_vocab_size; }

 private:
  Error m_reason;
  int64_t m_vocab_size;
};

}  // namespace

std::shared_ptr<const Tokenizer> unavailable_tokenizer(Error reason, int64_t vocab_size) {
  return std::make_shared<UnavailableTokenizer>(std::move(reason), vocab_size);
}

}  // namespace paretune

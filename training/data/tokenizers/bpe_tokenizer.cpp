// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/tokenizers/bpe_tokenizer.h"

#include <algorithm>

namespace paretune {
namespace {

// Tokens by which chat models end their turn, whatever their files call eos.
constexpr const char* kTurnEnds[] = {"<|im_end|>", "<|eot_id|>", "<|eom_id|>", "<end_of_turn>", "<|end|>", "<|endoftext|>", "<|end_of_text|>"};

class BpeTokenizer : public Tokenizer {
 public:
  BpeTokenizer(TokenizerParts parts, const std::string& where)
      : m_parts(std::move(parts)), m_bpe(m_parts.vocabulary, m_parts.merges, m_parts.options, where) {
    m_parts.merges = {};
    int64_t last = -1;
    const auto note = [&](int64_t id) {
      if (id < 0) fail(ErrorKind::input, "a token has the id " + std::to_string(id), where, "Get the tokenizer file again.");
      last = std::max(last, id);
    };
    for (const auto& [token, id] : m_parts.vocabulary) note(id);
    for (const AddedToken& token : m_parts.added) note(token.id);
    const auto count = static_cast<int64_t>(m_parts.vocabulary.size() + m_parts.added.size());
    if (count == 0) fail(ErrorKind::input, "the vocabulary is empty", where, "Get the tokenizer file again.");
    if (last > 2 * count + 65536) fail(ErrorKind::input, "a token has the id " + std::to_string(last) + ", far beyond the " + std::to_string(count) + " tokens", where, "Get the tokenizer file again.");
    m_tokens.resize(static_cast<std::size_t>(last) + 1);
    for (const auto& [token, id] : m_parts.vocabulary) m_tokens[static_cast<std::size_t>(id)].text = token;
    for (const AddedToken& token : m_parts.added) {
      Entry& entry = m_tokens[static_cast<std::size_t>(token.id)];
      entry = {token.content, token.special, true};
      m_added[token.content] = token.id;
      if (token.normalized) {
        TextArena arena(token.content.size());
        m_after.add(token, m_parts.normalizer.apply({token.content, nullptr, 0}, arena).text);
      } else {
        m_before.add(token, token.content);
      }
    }
    m_bos = known(m_parts.bos), m_eos = known(m_parts.eos), m_pad = known(m_parts.pad);
    if (m_bos >= 0) m_bos_token = m_tokens[static_cast<std::size_t>(m_bos)].text;
    if (m_eos >= 0) m_eos_token = m_tokens[static_cast<std::size_t>(m_eos)].text;
    m_chat_template = m_parts.chat_template;
    const auto ends_with = [&](int64_t id) {
      if (id >= 0 && std::find(m_ends.begin(), m_ends.end(), id) == m_ends.end()) m_ends.push_back(id);
    };
    ends_with(m_eos);
    ends_with(known(m_parts.end_of_turn));
    for (const char* name : kTurnEnds) {
      const int64_t id = token_id(name);
      if (is_special(id)) ends_with(id);
    }
    for (auto* ids : {&m_parts.prefix, &m_parts.suffix}) {
      for (const int64_t id : *ids) {
        if (known(id) < 0) fail(ErrorKind::input, "the post_processor adds the unknown id " + std::to_string(id), where, "Get the tokenizer file again.");
      }
    }
  }

  std::vector<int64_t> encode(std::string_view text, bool add_special_tokens) const override {
    const auto pieces = encode_pieces(text, add_special_tokens);
    std::vector<int64_t> ids(pieces.size());
    std::transform(pieces.begin(), pieces.end(), ids.begin(), [](const Piece& piece) { return piece.id; });
    return ids;
  }

  // Invalid UTF-8 counts as U+FFFD, as Python's errors="replace" would read it; spans still point into the given bytes.
  std::vector<Piece> encode_pieces(std::string_view text, bool add_special_tokens) const override {
    std::vector<Piece> out;
    TextArena arena(text.size());
    if (add_special_tokens) {
      for (const int64_t id : m_parts.prefix) out.push_back({id, 0, 0});
    }
    const Segment whole = repaired(text, arena);
    for (const auto& raw : m_before.split(whole.text)) {
      const Segment part = whole.part(raw.span.begin, raw.span.end);
      if (raw.id >= 0) {
        add_token(part, raw.id, out);
        continue;
      }
      const Segment normal = m_parts.normalizer.apply(part, arena);
      for (const auto& piece : m_after.split(normal.text)) {
        const Segment words = normal.part(piece.span.begin, piece.span.end);
        piece.id >= 0 ? add_token(words, piece.id, out) : encode_words(words, arena, out);
      }
    }
    if (add_special_tokens) {
      for (const int64_t id : m_parts.suffix) out.push_back({id, text.size(), text.size()});
    }
    return out;
  }

  std::string decode(const std::vector<int64_t>& ids, bool skip_special_tokens) const override {
    std::vector<std::string> tokens;
    tokens.reserve(ids.size());
    for (const int64_t id : ids) {
      if (known(id) < 0 || (skip_special_tokens && is_special(id))) continue;
      const Entry& entry = m_tokens[static_cast<std::size_t>(id)];
      tokens.push_back(entry.added && m_parts.options.byte_level ? in_byte_alphabet(entry.text) : entry.text);
    }
    return m_parts.decoder.decode(std::move(tokens));
  }

  std::string token_bytes(int64_t id) const override {
    if (known(id) < 0) return {};
    const Entry& entry = m_tokens[static_cast<std::size_t>(id)];
    if (entry.added) return entry.text;
    if (m_parts.options.byte_level) return spelled_bytes(entry.text);
    if (const int byte = fallback_byte(entry.text); m_parts.options.byte_fallback && byte >= 0) return std::string(1, static_cast<char>(byte));
    std::string out;
    for (std::size_t i = 0; i < entry.text.size();) {
      const bool mark = entry.text.compare(i, 3, "\xE2\x96\x81") == 0;
      out += mark ? ' ' : entry.text[i];
      i += mark ? 3 : 1;
    }
    return out;
  }

  std::string token_text(int64_t id) const override {
    const std::string bytes = token_bytes(id);
    std::string out;
    for (std::size_t i = 0; i < bytes.size();) {
      const CodePoint c = code_point_at(bytes, i);
      for (uint32_t k = 0; k < c.length; ++k) {
        if (c.valid) {
          out += bytes[i + k];
        } else {
          constexpr char kHex[] = "0123456789ABCDEF";
          const auto byte = static_cast<uint8_t>(bytes[i + k]);
          out += std::string("<0x") + kHex[byte >> 4] + kHex[byte & 15] + '>';
        }
      }
      i += c.length;
    }
    return out;
  }

  bool is_special(int64_t id) const override { return known(id) >= 0 && m_tokens[static_cast<std::size_t>(id)].special; }

  int64_t token_id(std::string_view content) const override {
    const std::string key(content);
    if (const auto it = m_added.find(key); it != m_added.end()) return it->second;
    if (const auto it = m_parts.vocabulary.find(key); it != m_parts.vocabulary.end()) return it->second;
    return -1;
  }

  int64_t vocab_size() const override { return static_cast<int64_t>(m_tokens.size()); }

 private:
  struct Entry {
    std::string text;
    bool special = false, added = false;
  };

  int64_t known(int64_t id) const { return id >= 0 && id < static_cast<int64_t>(m_tokens.size()) ? id : -1; }

  // Added tokens stand for their own text, so the decoder must give it back.
  static std::string in_byte_alphabet(const std::string& text) {
    std::string out;
    for (const char c : text) append_code_point(out, byte_to_char(static_cast<uint8_t>(c)));
    return out;
  }

  static void add_token(const Segment& part, int64_t id, std::vector<Piece>& out) {
    const Span span = part.span(0, part.text.size());
    out.push_back({id, span.begin, span.end});
  }

  static Segment repaired(std::string_view text, TextArena& arena) {
    std::size_t bad = 0;
    while (bad < text.size()) {
      const CodePoint c = code_point_at(text, bad);
      if (!c.valid) break;
      bad += c.length;
    }
    if (bad == text.size()) return {text, nullptr, 0};
    MadeText& made = arena.make();
    for (std::size_t i = 0; i < text.size();) {
      const CodePoint c = code_point_at(text, i);
      if (c.valid) {
        for (uint32_t k = 0; k < c.length; ++k) made.add(text.substr(i + k, 1), {i + k, i + k + 1});
      } else {
        made.add("\xEF\xBF\xBD", {i, i + c.length});
      }
      i += c.length;
    }
    return made.segment();
  }

  void encode_words(const Segment& text, TextArena& arena, std::vector<Piece>& out) const {
    std::vector<Segment> words{text};
    m_parts.pre_tokenizer.split(words, arena);
    for (const Segment& word : words) m_bpe.encode(word, out);
  }

  TokenizerParts m_parts;
  Bpe m_bpe;
  std::vector<Entry> m_tokens;
  Vocabulary m_added;
  AddedTokenMatcher m_before, m_after;  // before and after normalisation
};

}  // namespace

std::shared_ptr<const Tokenizer> make_bpe_tokenizer(TokenizerParts parts, const std::string& where) {
  return std::make_shared<BpeTokenizer>(std::move(parts), where);
}

Result<std::shared_ptr<const Tokenizer>> Tokenizer::load(const TokenizerSource& source, const std::string& where) {
  return attempt(where, [&]() -> std::shared_ptr<const Tokenizer> {
    try {
      if (source.tokenizer_json.is_object()) return make_bpe_tokenizer(read_hf_tokenizer(source, where), where);
      if (source.gguf.is_object() && !source.gguf.empty()) return make_bpe_tokenizer(read_gguf_tokenizer(source.gguf, where), where);
    } catch (const Json::exception& error) {
      fail(ErrorKind::input, std::string("the tokenizer is malformed: ") + error.what(), where, "Get the tokenizer file again.");
    }
    fail(ErrorKind::input, "there is no tokenizer", where, "Put the model's tokenizer.json into its folder.");
  });
}

}  // namespace paretune

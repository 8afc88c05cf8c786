// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/tokenizers/decoder.h"

#include "training/data/tokenizers/pattern.h"

namespace paretune {
namespace {

std::string joined(const std::vector<std::string>& tokens) {
  std::string out;
  for (const std::string& token : tokens) out += token;
  return out;
}

std::vector<std::string> byte_level(std::vector<std::string> tokens) {
  std::string bytes;
  for (const std::string& token : tokens) bytes += spelled_bytes(token);
  return {valid_utf8(bytes)};
}

// Runs of <0xNN> become characters, or one U+FFFD per byte when they spell none.
std::vector<std::string> byte_fallback(std::vector<std::string> tokens) {
  std::vector<std::string> out;
  std::string bytes;
  const auto flush = [&] {
    if (bytes.empty()) return;
    if (valid_utf8(bytes) == bytes) {
      out.push_back(bytes);
    } else {
      out.insert(out.end(), bytes.size(), "\xEF\xBF\xBD");
    }
    bytes.clear();
  };
  for (std::string& token : tokens) {
    const int byte = fallback_byte(token);
    if (byte >= 0) {
      bytes += static_cast<char>(byte);
      continue;
    }
    flush();
    out.push_back(std::move(token));
  }
  flush();
  return out;
}

constexpr std::size_t kGrowth = 16, kSpare = 65536;  // text may become that many times as long, and a bit

[[noreturn]] void too_much() { fail(ErrorKind::input, "the tokenizer makes far more text than it is given", {}, "Use a model with a usual tokenizer."); }

std::string replaced(const std::string& text, const Pattern& pattern, const std::string& content) {
  std::string out;
  std::size_t at = 0;
  for (const Span& match : pattern.matches(text)) {
    out.append(text, at, match.begin - at);
    if (out.size() + content.size() > kGrowth * text.size() + kSpare) too_much();
    out += content;
    at = match.end;
  }
  return out.append(text, at);
}

void add_steps(const Json& json, const std::string& where, Decoder& out, int depth) {
  if (json.is_null()) return;
  if (!json.is_object() || depth > 16) fail(ErrorKind::input, "the decoder is malformed", where, "Get the tokenizer file again.");
  out.present = true;
  const std::string type = json.value("type", "");
  if (type == "Sequence") {
    const Json parts = json.value("decoders", Json::array());
    for (const Json& part : parts) add_steps(part, where, out, depth + 1);
  } else if (type == "ByteLevel") {
    out.steps.push_back(byte_level);
  } else if (type == "ByteFallback") {
    out.steps.push_back(byte_fallback);
  } else if (type == "Fuse") {
    out.steps.push_back([](std::vector<std::string> tokens) { return std::vector<std::string>{joined(tokens)}; });
  } else if (type == "Replace") {
    out.steps.push_back([pattern = Pattern(json.value("pattern", Json()), where), content = json.value("content", "")](std::vector<std::string> tokens) {
      for (std::string& token : tokens) token = replaced(token, pattern, content);
      return tokens;
    });
  } else if (type == "Strip") {
    const std::string content = json.value("content", " ");
    const auto start = json.value("start", int64_t{0}), stop = json.value("stop", int64_t{0});
    out.steps.push_back([content, start, stop](std::vector<std::string> tokens) {
      for (std::string& token : tokens) {
        std::string_view rest = token;
        for (int64_t i = 0; i < start && !content.empty() && rest.starts_with(content); ++i) rest.remove_prefix(content.size());
        for (int64_t i = 0; i < stop && !content.empty() && rest.ends_with(content); ++i) rest.remove_suffix(content.size());
        if (rest.size() < token.size()) token = std::string(rest);
      }
      return tokens;
    });
  } else if (type == "Metaspace") {
    const std::string mark = json.value("replacement", "\xE2\x96\x81");
    const bool prefix = json.value("prepend_scheme", std::string(json.value("add_prefix_space", true) ? "always" : "never")) != "never";
    const Pattern pattern({{"String", mark}}, where);
    out.steps.push_back([pattern, prefix](std::vector<std::string> tokens) {
      for (std::size_t i = 0; i < tokens.size(); ++i) tokens[i] = replaced(tokens[i], pattern, i == 0 && prefix ? "" : " ");
      return tokens;
    });
  } else {
    fail(ErrorKind::unsupported, "the tokenizer has the decoder '" + type + "'", where,
         "Known are ByteLevel, ByteFallback, Fuse, Replace, Strip, Metaspace and Sequence; use a model whose tokenizer has these.");
  }
}

}  // namespace

int fallback_byte(std::string_view token) {
  if (token.size() != 6 || !token.starts_with("<0x") || token[5] != '>') return -1;
  const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; };
  const int high = digit(token[3]), low = digit(token[4]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

std::string Decoder::decode(std::vector<std::string> tokens) const {
  if (present) {
    const auto length = [](const std::vector<std::string>& texts) {
      std::size_t sum = 0;
      for (const std::string& text : texts) sum += text.size();
      return sum;
    };
    const std::size_t most = kGrowth * length(tokens) + kSpare;
    for (const DecodeStep& step : steps) {
      tokens = step(std::move(tokens));
      if (length(tokens) > most) too_much();
    }
    return joined(tokens);
  }
  std::string out;
  for (std::size_t i = 0; i < tokens.size(); ++i) out += (i ? " " : "") + tokens[i];
  return out;
}

Decoder make_decoder(const Json& json, const std::string& where) {
  Decoder out;
  add_steps(json, where, out, 0);
  return out;
}

}  // namespace paretune

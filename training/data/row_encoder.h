// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What a row says becomes ids and labels under the run's data settings.
#include <memory>

#include "training/data/dataset.h"
#include "training/data/formats/data_format.h"

namespace paretune {

class RowEncoder {
 public:
  // Reads chat_template, train_on, labels and max_length of `data`. Throws Failure when they make no sense together.
  RowEncoder(const Json& data, const Tokenizer& tokenizer);
  ~RowEncoder();

  // Throws Failure at `where` when nothing of the row would be trained, or an id is outside the vocabulary.
  Example encode(const RowContent& content, int64_t row, const std::string& where) const;

 private:
  struct Text {
    std::string text;
    std::vector<std::pair<std::size_t, std::size_t>> trained;
    bool add_special_tokens = false;
  };
  bool has_template() const;
  Text chat_text(const RowContent& content, const std::string& where) const;
  void ask_chat(const Json& messages, Example& example, const std::string& where) const;
  void encode_text(const Text& text, Example& example) const;
  void encode_ids(const RowContent& content, Example& example, const std::string& where) const;
  Example encode_chat(const RowContent& content, const std::string& where) const;
  Example encode_completion(const RowContent& content, const std::string& where) const;
  Example encode_labelled(const RowContent& content, const std::string& where) const;
  void cut(Example& example, const std::string& where) const;

  const Tokenizer* m_tokenizer;
  std::shared_ptr<const Tokenizer> m_own_template;  // the tokenizer with data.chat_template instead of the model's
  std::string m_train_on;
  std::vector<std::string> m_classes;  // data.labels
  int64_t m_max_length = 0;
  bool m_plain = false;  // chat_template "none"
};

// The tokenizer as it is, but with another chat template.
std::shared_ptr<const Tokenizer> with_chat_template(const Tokenizer& tokenizer, const std::string& source);

// The first words on one line.
std::string first_words(const std::string& text);

}  // namespace paretune

// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/preview.h"

#include <algorithm>

namespace paretune {
namespace {

TokenView view_example(const Tokenizer& tokenizer, const Example& example) {
  TokenView view;
  view.ids = example.ids;
  view.text = tokenizer.decode(example.ids, false);
  for (std::size_t i = 0; i < example.ids.size(); ++i) {
    view.tokens.push_back(tokenizer.token_text(example.ids[i]));
    view.trained.push_back(example.labels[i] != -100);
  }
  return view;
}

TokenView view_spans(const Tokenizer& tokenizer, std::string text, const std::vector<std::pair<std::size_t, std::size_t>>& trained, bool special) {
  TokenView view;
  for (const auto& piece : tokenizer.encode_pieces(text, special)) {
    view.ids.push_back(piece.id);
    view.tokens.push_back(tokenizer.token_text(piece.id));
    view.trained.push_back(std::any_of(trained.begin(), trained.end(), [&](const auto& span) { return piece.begin >= span.first && piece.begin < span.second; }));
  }
  view.text = std::move(text);
  return view;
}

}  // namespace

Result<DataPreview> preview_dataset(const Json& data, const Tokenizer& tokenizer, int64_t rows, const std::function<void(double)>& progress, std::stop_token stop) {
  return attempt("data", [&] {
    const Dataset dataset = load_dataset(data, tokenizer, progress, stop).value();
    DataPreview preview;
    preview.path = dataset.path;
    preview.format = dataset.format;
    preview.rows = dataset.rows;
    preview.train_rows = static_cast<int64_t>(dataset.train.size());
    preview.eval_rows = static_cast<int64_t>(dataset.eval.size());
    preview.truncated_rows = dataset.truncated_rows;
    preview.max_length = data.value("max_length", int64_t{1024});
    struct Place {
      const Example* example;
      bool is_eval;
    };
    std::vector<Place> places;
    places.reserve(static_cast<std::size_t>(dataset.rows));
    for (const auto& example : dataset.train) places.push_back({&example, false});
    for (const auto& example : dataset.eval) places.push_back({&example, true});
    // Rows held out of the same file stand where the file has them; those of another file come after.
    const bool one_file = data.find("eval_path") == data.end() || data["eval_path"].is_null() || data["eval_path"] == "";
    if (one_file) std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) { return a.example->row < b.example->row; });
    for (const Place& place : places) {
      const Example& example = *place.example;
      preview.tokens += static_cast<int64_t>(example.ids.size());
      preview.trained_tokens += example.trained_tokens();
      preview.lengths.push_back(example.full_length);
      if (static_cast<int64_t>(preview.first.size()) >= rows) continue;
      preview.first.push_back({example.row, place.is_eval, example.truncated(), example.trained_tokens(), example.summary, view_example(tokenizer, example)});
    }
    return preview;
  });
}

Result<TokenView> view_text(const Tokenizer& tokenizer, const std::string& text) {
  return attempt("text", [&] { return view_spans(tokenizer, text, {{0, text.size()}}, true); });
}

Result<TokenView> view_chat(const Tokenizer& tokenizer, const Json& messages, const std::string& train_on) {
  return attempt("messages", [&] {
    const auto rendered = render_chat(tokenizer, messages, train_on == "completion" ? "last_assistant" : train_on, false).value();
    return view_spans(tokenizer, rendered.text, rendered.trained, false);
  });
}

}  // namespace paretune

// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/data/preview.h"

#include <algorithm>
#include <limits>
#include <unordered_map>

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

constexpr std::size_t kRowsCompared = 500'000, kExamplesNamed = 5;

// Of the ids, which are all the model sees of a row; a chance of 1 in 10^8 that among so many rows two differ and have the same.
uint64_t fingerprint(const std::vector<int64_t>& ids) {
  uint64_t hash = 0x9E3779B97F4A7C15ull + ids.size();
  for (const int64_t id : ids) {
    hash ^= static_cast<uint64_t>(id) + 0x9E3779B97F4A7C15ull + (hash << 6) + (hash >> 2);
    hash *= 0xBF58476D1CE4E5B9ull;
    hash ^= hash >> 29;
  }
  return hash;
}

// Held-out rows first, so that leaks are found in large files too.
void find_same_rows(const Dataset& dataset, DataPreview& preview, std::stop_token stop) {
  const auto each = [&](const Examples& rows, auto&& body) {
    for (std::size_t i = 0; i < rows.size() && i < kRowsCompared; ++i, ++preview.compared_rows) {
      if (stop.stop_requested()) fail(ErrorKind::stopped, "stopped while comparing rows");
      const Example example = rows[i];
      body(example.row, fingerprint(example.ids));
    }
  };
  const auto note = [](int64_t& count, std::vector<DataPreview::Same>& named, int64_t row, int64_t other) {
    ++count;
    if (named.size() < kExamplesNamed) named.push_back({row, other});
  };
  std::unordered_map<uint64_t, int64_t> held_out, trained;  // fingerprint -> first row
  each(dataset.eval, [&](int64_t row, uint64_t print) {
    const auto [found, fresh] = held_out.try_emplace(print, row);
    if (!fresh) note(preview.duplicate_rows, preview.duplicates, row, found->second);
  });
  each(dataset.train, [&](int64_t row, uint64_t print) {
    const auto [found, fresh] = trained.try_emplace(print, row);
    if (!fresh) return note(preview.duplicate_rows, preview.duplicates, row, found->second);
    if (const auto leak = held_out.find(print); leak != held_out.end()) note(preview.leaked_rows, preview.leaks, leak->second, row);
  });
}

}  // namespace

Result<DataPreview> preview_dataset(const Json& data, const Tokenizer& tokenizer, int64_t rows, const std::function<void(double)>& progress,
                                    std::stop_token stop, const TokenCache& cache) {
  return attempt("data", [&] {
    const Dataset dataset = load_dataset(data, tokenizer, progress, stop, cache).value();
    DataPreview preview;
    preview.path = dataset.path;
    preview.format = dataset.format;
    preview.rows = dataset.rows;
    preview.train_rows = static_cast<int64_t>(dataset.train.size());
    preview.eval_rows = static_cast<int64_t>(dataset.eval.size());
    preview.truncated_rows = dataset.truncated_rows;
    preview.max_length = data.value("max_length", int64_t{1024});
    // Rows held out of the same file stand where the file has them; those of another file come after.
    const bool one_file = data.find("eval_path") == data.end() || data["eval_path"].is_null() || data["eval_path"] == "";
    const auto add = [&](const Examples& part, std::size_t index, const Examples::Facts& facts) {
      preview.tokens += facts.length;
      preview.trained_tokens += facts.trained;
      preview.lengths.push_back(facts.full_length);
      if (static_cast<int64_t>(preview.first.size()) >= rows) return;
      const Example example = part[index];
      preview.first.push_back({example.row, &part == &dataset.eval, facts.truncated(), facts.trained, example.summary, view_example(tokenizer, example)});
    };
    preview.lengths.reserve(static_cast<std::size_t>(dataset.rows));
    std::size_t next = 0;  // of the held-out rows, which are in the file's order as the others are
    const auto add_held_out_before = [&](int64_t row) {
      for (; next < dataset.eval.size(); ++next) {
        const auto facts = dataset.eval.facts(next);
        if (facts.row >= row) return;
        add(dataset.eval, next, facts);
      }
    };
    dataset.train.each_facts([&](std::size_t index, const Examples::Facts& facts) {
      if (one_file) add_held_out_before(facts.row);
      add(dataset.train, index, facts);
    });
    add_held_out_before(std::numeric_limits<int64_t>::max());
    find_same_rows(dataset, preview, stop);
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

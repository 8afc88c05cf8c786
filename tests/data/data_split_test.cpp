// SPDX-License-Identifier: GPL-3.0-or-later
// CSV oddities, held-out rows, orders and the preview.
#include <algorithm>
#include <set>

#include "tests/data/data_test_support.h"
#include "training/data/preview.h"
#include "training/data/row_order.h"

namespace paretune {
namespace {

using DataSplit = DataTest;

std::string texts(int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += "{\"text\":\"row " + std::to_string(i) + "\"}\n";
  return out;
}

std::vector<std::string> cells(const Dataset& dataset, const Tokenizer& tokenizer) {
  std::vector<std::string> out;
  for (const Example& example : dataset.train) out.push_back(tokenizer.decode(example.ids, true));
  return out;
}

TEST_F(DataSplit, CsvOddities) {
  using ::testing::ElementsAre;
  const auto read = [&](const std::string& text, const char* name = "a.csv") { return cells(load(name, text), tokenizer); };
  EXPECT_THAT(read("text\n\"a,b\"\n\"say \"\"hi\"\"\"\n\"two\nlines\"\n"), ElementsAre("a,b", "say \"hi\"", "two\nlines"));
  EXPECT_THAT(read("\xef\xbb\xbftext\r\na\r\n\"b\r\nc\"\r\n"), ElementsAre("a", "b\r\nc"));
  EXPECT_THAT(read("id;text\n1;a,b\n2;c\n"), ElementsAre("a,b", "c"));
  EXPECT_THAT(read("id\ttext\n1\ta, b; c\n", "a.tsv"), ElementsAre("a, b; c"));
  EXPECT_THAT(read(",text\n0,a\n1,b"), ElementsAre("a", "b"));  // the index column of pandas; no last line break
  EXPECT_THAT(read("a,text\nx,an \"inner\" quote\n"), ElementsAre("an \"inner\" quote"));
}

TEST_F(DataSplit, CsvHeaderOddities) {
  using ::testing::ElementsAre;
  EXPECT_THAT(cells(load("a.csv", "\n\n other , text \nx,a\n\n\ny,b\n\n"), tokenizer), ElementsAre("a", "b"));
  EXPECT_THAT(cells(load("b.csv", "\"a;b;c;d\",text\nx,\xc3\xa4\n"), tokenizer), ElementsAre("\xc3\xa4"));  // separators inside quotes do not count
  EXPECT_THAT(cells(load("c.csv", "text\rold\rmac\r"), tokenizer), ElementsAre("old", "mac"));
}

TEST_F(DataSplit, SameRowsAreCountedAndNamed) {
  const std::string train = write("train.jsonl", "{\"text\":\"a\"}\n{\"text\":\"b\"}\n{\"text\":\"a\"}\n{\"text\":\"c\"}\n{\"text\":\"a\"}\n");
  const std::string eval = write("eval.jsonl", "{\"text\":\"x\"}\n{\"text\":\"c\"}\n{\"text\":\"x\"}\n{\"text\":\"ab\"}\n");
  const auto preview = preview_dataset(settings(train, {{"eval_path", eval}}), tokenizer, 3).value();
  EXPECT_EQ(preview.compared_rows, 9);
  EXPECT_EQ(preview.duplicate_rows, 3);
  ASSERT_EQ(preview.duplicates.size(), 3u);
  EXPECT_EQ(preview.duplicates[0].row, 3);  // of the held-out file
  EXPECT_EQ(preview.duplicates[0].other, 1);
  EXPECT_EQ(preview.duplicates[2].row, 5);
  EXPECT_EQ(preview.duplicates[2].other, 1);
  EXPECT_EQ(preview.leaked_rows, 1);
  ASSERT_EQ(preview.leaks.size(), 1u);
  EXPECT_EQ(preview.leaks[0].row, 2);    // held out
  EXPECT_EQ(preview.leaks[0].other, 4);  // trained
  const auto clean = preview_dataset(settings(write("b.jsonl", texts(50)), {{"eval_fraction", 0.2}}), tokenizer, 3).value();
  EXPECT_EQ(clean.compared_rows, 50);
  EXPECT_EQ(clean.duplicate_rows + clean.leaked_rows, 0);
}

TEST_F(DataSplit, HeldOutRows) {
  const auto dataset = load("a.jsonl", texts(100), {{"eval_fraction", 0.1}});
  EXPECT_EQ(dataset.train.size(), 90u);
  EXPECT_EQ(dataset.eval.size(), 10u);
  EXPECT_EQ(dataset.rows, 100);
  std::set<int64_t> seen;
  const auto by_row = [](const Example& a, const Example& b) { return a.row < b.row; };
  EXPECT_TRUE(std::is_sorted(dataset.train.begin(), dataset.train.end(), by_row));
  for (const auto* list : {&dataset.train, &dataset.eval}) {
    for (const Example& example : *list) EXPECT_TRUE(seen.insert(example.row).second);
  }
  EXPECT_EQ(seen.size(), 100u);
  std::vector<int64_t> held_out;
  for (const Example& example : dataset.eval) held_out.push_back(example.row);
  EXPECT_NE(held_out, (std::vector<int64_t>{91, 92, 93, 94, 95, 96, 97, 98, 99, 100}));  // not simply the end
  const auto again = load("b.jsonl", texts(100), {{"eval_fraction", 0.1}});
  for (std::size_t i = 0; i < held_out.size(); ++i) EXPECT_EQ(again.eval[i].row, held_out[i]);
  EXPECT_EQ(load("c.jsonl", texts(3), {{"eval_fraction", 0.01}}).eval.size(), 1u);
  EXPECT_EQ(load("d.jsonl", texts(2), {{"eval_fraction", 0.9}}).train.size(), 1u);
  EXPECT_EQ(load("e.jsonl", texts(1), {{"eval_fraction", 0.5}}).train.size(), 1u);
  EXPECT_TRUE(load("f.jsonl", texts(5)).eval.empty());
}

TEST_F(DataSplit, HeldOutFile) {
  const std::string eval = write("eval.csv", "text\nheld out\n");
  const auto dataset = load("a.jsonl", texts(4), {{"eval_path", eval}, {"eval_fraction", 0.5}});
  EXPECT_EQ(dataset.train.size(), 4u);
  ASSERT_EQ(dataset.eval.size(), 1u);
  EXPECT_EQ(tokenizer.decode(dataset.eval[0].ids, true), "held out");
  EXPECT_EQ(dataset.rows, 5);
}

TEST_F(DataSplit, OrdersArePermutationsFixedForever) {
  EXPECT_EQ(epoch_order(4, false, 1, 0), (std::vector<int64_t>{0, 1, 2, 3}));
  EXPECT_TRUE(epoch_order(0, true, 1, 0).empty());
  auto order = epoch_order(1000, true, 42, 0);
  EXPECT_EQ(order, epoch_order(1000, true, 42, 0));
  EXPECT_NE(order, epoch_order(1000, true, 42, 1));
  EXPECT_NE(order, epoch_order(1000, true, 43, 0));
  EXPECT_NE(epoch_order(1000, true, 1, 2), epoch_order(1000, true, 2, 1));
  std::sort(order.begin(), order.end());
  EXPECT_EQ(order, epoch_order(1000, false, 0, 0));
  // First output of splitmix64 from seed 1234567 (its reference implementation) decides this swap: a change of the generator shows.
  const std::vector<int64_t> two = shuffled_rows(2, 1234567);
  EXPECT_EQ(two, (6457827717110365317ULL % 2 == 0 ? std::vector<int64_t>{1, 0} : std::vector<int64_t>{0, 1}));
  EXPECT_EQ(shuffled_rows(8, 42), (std::vector<int64_t>{3, 1, 6, 2, 4, 0, 7, 5}));
}

TEST_F(DataSplit, OrdersAreFair) {
  std::vector<int> first(4, 0);
  for (uint64_t seed = 0; seed < 4000; ++seed) ++first[static_cast<std::size_t>(epoch_order(4, true, seed, 0)[0])];
  for (const int count : first) EXPECT_NEAR(count, 1000, 130);  // about 4.7 standard deviations
}

TEST_F(DataSplit, Preview) {
  const std::string row = R"({"messages":[{"role":"user","content":"hi\nthere"},{"role":"assistant","content":"yo"}]})" "\n";
  std::vector<double> told;
  const auto preview = preview_dataset(settings(write("a.jsonl", row + row + row + row), {{"eval_fraction", 0.25}, {"max_length", 64}}), tokenizer, 3,
                                       [&](double fraction) { told.push_back(fraction); }).value();
  EXPECT_EQ(preview.format, "chat, jsonl");
  EXPECT_EQ(preview.rows, 4);
  EXPECT_EQ(preview.train_rows, 3);
  EXPECT_EQ(preview.eval_rows, 1);
  EXPECT_EQ(preview.truncated_rows, 0);
  EXPECT_EQ(preview.max_length, 64);
  ASSERT_EQ(preview.lengths.size(), 4u);
  EXPECT_EQ(preview.tokens, 4 * preview.lengths[0]);
  EXPECT_EQ(preview.trained_tokens, 12);
  ASSERT_EQ(preview.first.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(preview.first[i].row, static_cast<int64_t>(i) + 1);
  const DataRow& shown = preview.first[0];
  EXPECT_EQ(shown.summary, "hi there");
  EXPECT_EQ(shown.trained_tokens, 3);
  EXPECT_EQ(shown.tokens.tokens.size(), shown.tokens.ids.size());
  EXPECT_EQ(shown.tokens.text, "<|im_start|>user\nhi\nthere<|im_end|>\n<|im_start|>assistant\nyo<|im_end|>\n");
  std::string trained;
  for (std::size_t i = 0; i < shown.tokens.ids.size(); ++i) trained += shown.tokens.trained[i] ? shown.tokens.tokens[i] : "";
  EXPECT_EQ(trained, "yo<|im_end|>");
  EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
  EXPECT_EQ(told.back(), 1.0);
  EXPECT_FALSE(preview_dataset(settings((m_folder / "gone").string()), tokenizer, 3).ok());
}

TEST_F(DataSplit, TokenViews) {
  const TokenView text = view_text(tokenizer, "ab").value();
  EXPECT_EQ(text.ids, (std::vector<int64_t>{ByteTokenizer::bos, 'a', 'b'}));
  EXPECT_EQ(text.tokens, (std::vector<std::string>{"<s>", "a", "b"}));
  const Json messages = Json::array({{{"role", "user"}, {"content", "a"}}, {{"role", "assistant"}, {"content", "b"}}});
  const TokenView chat = view_chat(tokenizer, messages, "assistant").value();
  EXPECT_EQ(chat.text, "<|im_start|>user\na<|im_end|>\n<|im_start|>assistant\nb<|im_end|>\n");
  EXPECT_EQ(std::count(chat.trained.begin(), chat.trained.end(), true), 2);
  const TokenView all = view_chat(tokenizer, messages, "all").value();
  EXPECT_EQ(std::count(all.trained.begin(), all.trained.end(), true), static_cast<std::ptrdiff_t>(all.ids.size()));
  EXPECT_FALSE(view_chat(ByteTokenizer(""), messages, "assistant").ok());
}

}  // namespace
}  // namespace paretune

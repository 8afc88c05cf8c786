// SPDX-License-Identifier: GPL-3.0-or-later
// Every format in every container, and which tokens each trains.
#include "tests/data/data_test_support.h"
#include "training/data/class_names.h"

namespace paretune {
namespace {

const std::string kTurns = "<|im_start|>user\nhi<|im_end|>\n<|im_start|>assistant\n[yo<|im_end|>]\n";

using DataFormats = DataTest;

struct Shape {
  const char *name, *json, *csv;
  std::string marked, prompt, reference;
};

std::vector<Shape> shapes() {
  const std::string prompt = "<|im_start|>user\nhi<|im_end|>\n<|im_start|>assistant\n";
  return {
      {"chat", R"({"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"yo"}]})",
       "messages\n\"[{\"\"role\"\":\"\"user\"\",\"\"content\"\":\"\"hi\"\"},{\"\"role\"\":\"\"assistant\"\",\"\"content\"\":\"\"yo\"\"}]\"\n", kTurns, prompt, "yo"},
      {"sharegpt", R"({"conversations":[{"from":"human","value":"hi"},{"from":"gpt","value":"yo"}]})",
       "conversations\n\"[{\"\"from\"\":\"\"human\"\",\"\"value\"\":\"\"hi\"\"},{\"\"from\"\":\"\"gpt\"\",\"\"value\"\":\"\"yo\"\"}]\"\n", kTurns, prompt, "yo"},
      {"instruction", R"({"instruction":"hi","output":"yo"})", "instruction,input,output\nhi,,yo\n", kTurns, prompt, "yo"},
      {"prompt_completion", R"({"prompt":"hi","completion":"yo"})", "prompt,completion\nhi,yo\n", kTurns, prompt, "yo"},
      {"text", R"({"text":"hi yo"})", "text\nhi yo\n", "[hi yo</s>]", "", ""},
      {"pretokenized", R"({"input_ids":[104,105,121,111],"labels":[-100,-100,121,111]})", "input_ids,labels\n104 105 121 111,-100 -100 121 111\n", "hi[yo]", "hi", "yo"},
  };
}

void check(const Dataset& dataset, const Shape& shape, const std::string& container, const Tokenizer& tokenizer) {
  SCOPED_TRACE(std::string(shape.name) + " in " + container);
  EXPECT_EQ(dataset.format, std::string(shape.name) + ", " + container);
  ASSERT_EQ(dataset.train.size(), 1u);
  EXPECT_TRUE(dataset.eval.empty());
  EXPECT_EQ(dataset.rows, 1);
  const Example& example = dataset.train[0];
  std::string text = marked(tokenizer, example);
  if (std::string(shape.name) == "text") {
    ASSERT_EQ(example.ids.at(0), ByteTokenizer::bos);
    text.erase(text.find("<s>"), 3);
  }
  EXPECT_EQ(text, shape.marked);
  EXPECT_EQ(tokenizer.decode(example.prompt_ids, false), shape.prompt);
  EXPECT_EQ(example.reference, shape.reference);
  EXPECT_EQ(example.full_length, static_cast<int64_t>(example.ids.size()));
  EXPECT_EQ(example.row, 1);
  EXPECT_FALSE(example.summary.empty());
}

TEST_F(DataFormats, EveryFormatInEveryContainer) {
  for (const Shape& shape : shapes()) {
    const std::string row = shape.json;
    check(load("a.jsonl", row + "\n"), shape, "jsonl", tokenizer);
    check(load("a.json", "[" + row + "]"), shape, "json", tokenizer);
    check(load("b.json", "{\"version\": 1, \"data\": [\n" + row + "\n], \"note\": \"x\"}"), shape, "json", tokenizer);
    check(load("c.json", row), shape, "json", tokenizer);
    check(load("a.csv", shape.csv), shape, "csv", tokenizer);
    check(load("no_extension", "[" + row + "]"), shape, "json", tokenizer);
    check(load("bom.jsonl", "\xef\xbb\xbf" + row), shape, "jsonl", tokenizer);
    // Forced, the format is the same one.
    check(load("f.jsonl", row, {{"format", shape.name}}), shape, "jsonl", tokenizer);
  }
}

TEST_F(DataFormats, ContentDecidesNotTheName) {
  EXPECT_EQ(load("rows.txt", "{\"text\":\"a\"}\n{\"text\":\"b\"}\n").format, "text, jsonl");
  EXPECT_EQ(load("rows.json", "{\"text\":\"a\"}\n{\"text\":\"b\"}\n").format, "text, jsonl");
  EXPECT_EQ(load("rows.jsonl", "[{\"text\":\"a\"},{\"text\":\"b\"}]").format, "text, json");
  EXPECT_EQ(load("rows.dat", "prompt;completion\nhi;yo\n").format, "prompt_completion, csv");
}

TEST_F(DataFormats, LabelledRowsTrainOnTheirClass) {
  const std::string rows = "{\"text\":\"good\",\"label\":\"pos\"}\n{\"text\":\"bad\",\"label\":\"neg\"}\n";
  EXPECT_EQ(load("a.jsonl", rows).format, "text, jsonl");  // only the task says that labels are meant
  const Json data = settings(write("b.jsonl", rows), {{"format", "classification"}});
  EXPECT_EQ(class_names(data), (std::vector<std::string>{"neg", "pos"}));
  const auto loaded = load("c.jsonl", rows, {{"format", "classification"}, {"labels", {"neg", "pos"}}});
  const Example& first = loaded.train.at(0);
  EXPECT_EQ(first.ids, (std::vector<int64_t>{ByteTokenizer::bos, 'g', 'o', 'o', 'd', ByteTokenizer::eos}));
  EXPECT_EQ(first.labels, (std::vector<int64_t>{-100, -100, -100, -100, -100, 1}));
  EXPECT_EQ(loaded.train.at(1).labels.back(), 0);
  EXPECT_FALSE(first.truncated());
  const auto cut = load("d.jsonl", rows, {{"format", "classification"}, {"labels", {"neg", "pos"}}, {"max_length", 3}});
  EXPECT_EQ(cut.train.at(0).ids, (std::vector<int64_t>{ByteTokenizer::bos, 'g', 'o', ByteTokenizer::eos}));
  EXPECT_EQ(cut.train.at(0).labels.back(), 1);
  EXPECT_TRUE(cut.train.at(0).truncated());
}

TEST_F(DataFormats, ClassesAreNumbersOrNames) {
  const auto names = [&](const std::string& name, const std::string& rows, const Json& more = Json::object()) { return class_names(settings(write(name, rows), more)); };
  EXPECT_EQ(names("a.jsonl", "{\"text\":\"a\",\"label\":2}\n{\"text\":\"b\",\"label\":0}\n"), (std::vector<std::string>{"0", "1", "2"}));
  EXPECT_EQ(names("a.csv", "text,label\na,1\nb,0\n"), (std::vector<std::string>{"0", "1"}));
  const auto path = write("more.jsonl", "{\"text\":\"a\",\"label\":\"z\"}\n");
  EXPECT_EQ(names("b.jsonl", "{\"text\":\"a\",\"label\":\"y\"}\n", {{"eval_path", path}}), (std::vector<std::string>{"y", "z"}));
  EXPECT_EQ(names("c.jsonl", "", {{"labels", {"b", "a"}}}), (std::vector<std::string>{"b", "a"}));
  EXPECT_THROW(names("d.jsonl", "{\"text\":\"a\",\"label\":1}\n{\"text\":\"b\",\"label\":\"pos\"}\n"), Failure);
  EXPECT_THROW(names("e.jsonl", "{\"text\":\"a\",\"label\":-1}\n"), Failure);
  EXPECT_THROW(names("f.jsonl", "", {{"labels", {"a", "a"}}}), Failure);
  EXPECT_EQ(class_of(Json(1), {"x", "y"}, "row"), 1);
  EXPECT_EQ(class_of(Json("y"), {"x", "y"}, "row"), 1);
  const Json two = {{"format", "classification"}, {"labels", {"x", "y"}}};
  EXPECT_THAT(refuse("g.jsonl", "{\"text\":\"a\",\"label\":\"q\"}\n", two).message, testing::HasSubstr("none of the 2 classes"));
  EXPECT_THAT(refuse("h.jsonl", "{\"text\":\"a\"}\n", two).message, testing::HasSubstr("\"label\" is missing"));
  EXPECT_THAT(refuse("i.jsonl", "{\"text\":\"a\",\"label\":1}\n", {{"format", "classification"}}).message, testing::HasSubstr("classifiers"));
}

TEST_F(DataFormats, RowsMaySayTheirTask) {
  const auto rows = load("a.jsonl", "{\"text\":\"a\"}\n{\"text\":\"b\",\"task_id\":2}\n{\"input_ids\":[104],\"text\":\"c\",\"task_id\":\"HumanEval/0\"}\n");
  ASSERT_EQ(rows.train.size(), 3u);
  EXPECT_EQ(rows.train[0].task_id, 0);
  EXPECT_EQ(rows.train[1].task_id, 2);
  EXPECT_EQ(rows.train[2].task_id, -1);
  EXPECT_EQ(load("a.csv", "text,task_id\na,3\n").train.at(0).task_id, 3);
}

TEST_F(DataFormats, RowsKeepTheirPlaceInTheFile) {
  const auto lines = load("a.jsonl", "\n{\"text\":\"a\"}\r\n\r\n  \n{\"text\":\"b\"}");
  ASSERT_EQ(lines.train.size(), 2u);
  EXPECT_EQ(lines.train[0].row, 2);
  EXPECT_EQ(lines.train[1].row, 5);
  const auto records = load("a.csv", "text\n\"a\nb\"\n\nc\n");
  ASSERT_EQ(records.train.size(), 2u);
  EXPECT_EQ(records.train[0].row, 1);
  EXPECT_EQ(records.train[1].row, 2);
}

TEST_F(DataFormats, TrainOnChoosesTheTurns) {
  const std::string row = R"({"messages":[{"role":"system","content":"s"},{"role":"user","content":"a"},{"role":"assistant","content":"b"},)"
                          R"({"role":"user","content":"c"},{"role":"assistant","content":"d"}]})";
  const std::string s = "<|im_start|>system\ns<|im_end|>\n", a = "<|im_start|>user\na<|im_end|>\n", c = "<|im_start|>user\nc<|im_end|>\n";
  const std::string head = "<|im_start|>assistant\n";
  const auto text = [&](const char* train_on) { return marked(tokenizer, load("a.jsonl", row, {{"train_on", train_on}}).train.at(0)); };
  EXPECT_EQ(text("assistant"), s + a + head + "[b<|im_end|>]\n" + c + head + "[d<|im_end|>]\n");
  EXPECT_EQ(text("last_assistant"), s + a + head + "b<|im_end|>\n" + c + head + "[d<|im_end|>]\n");
  EXPECT_EQ(text("completion"), text("last_assistant"));
  EXPECT_EQ(text("all"), "[" + s + a + head + "b<|im_end|>\n" + c + head + "d<|im_end|>\n]");
  const Example example = load("a.jsonl", row).train.at(0);
  EXPECT_EQ(tokenizer.decode(example.prompt_ids, false), s + a + head + "b<|im_end|>\n" + c + head);
  EXPECT_EQ(example.reference, "d");
  EXPECT_EQ(example.summary, "a");
  EXPECT_EQ(example.trained_tokens(), 4);
}

TEST_F(DataFormats, ConversationalPromptAndCompletion) {
  const std::string row = R"({"prompt":[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"}],)"
                          R"("completion":[{"role":"assistant","content":"d"}]})";
  const std::string want = "<|im_start|>user\na<|im_end|>\n<|im_start|>assistant\nb<|im_end|>\n<|im_start|>user\nc<|im_end|>\n<|im_start|>assistant\n[d<|im_end|>]\n";
  for (const char* train_on : {"assistant", "completion", "last_assistant"}) {
    EXPECT_EQ(marked(tokenizer, load("a.jsonl", row, {{"train_on", train_on}}).train.at(0)), want) << train_on;
  }
}

TEST_F(DataFormats, PlainCompletionsLikeTrl) {
  const Json plain{{"chat_template", "none"}};
  const Example example = load("a.jsonl", R"({"prompt":"Q: 1+1\nA:","completion":" 2"})", plain).train.at(0);
  EXPECT_EQ(marked(tokenizer, example), "<s>Q: 1+1\nA:[ 2</s>]");
  EXPECT_EQ(tokenizer.decode(example.prompt_ids, false), "<s>Q: 1+1\nA:");
  EXPECT_EQ(example.reference, " 2");
  EXPECT_EQ(marked(tokenizer, load("b.jsonl", R"({"prompt":"a","completion":"b</s>"})", plain).train.at(0)), "<s>a[b</s>]");  // one eos
  EXPECT_EQ(marked(tokenizer, load("c.jsonl", R"({"instruction":"do","input":"this","output":"ok"})", plain).train.at(0)), "<s>do\n\nthis[ok</s>]");
  EXPECT_EQ(marked(tokenizer, load("d.jsonl", R"({"prompt":"","completion":"b"})", plain).train.at(0)), "<s>[b</s>]");
  EXPECT_TRUE(load("d.jsonl", R"({"prompt":"","completion":"b"})", plain).train.at(0).prompt_ids.empty());
  // A model without a template behaves the same.
  const ByteTokenizer bare("");
  const auto same = load_dataset(settings(write("e.jsonl", R"({"prompt":"a","completion":"b"})")), bare).value();
  EXPECT_EQ(marked(bare, same.train.at(0)), "<s>a[b</s>]");
}

TEST_F(DataFormats, OwnTemplateReplacesTheModels) {
  const Json own{{"chat_template", "{% for m in messages %}<{{ m.role }}>{{ m.content }}</s>{% endfor %}{% if add_generation_prompt %}<assistant>{% endif %}"}};
  const Example example = load("a.jsonl", R"({"prompt":"a","completion":"b"})", own).train.at(0);
  EXPECT_EQ(marked(tokenizer, example), "<user>a</s><assistant>[b</s>]");
  EXPECT_EQ(tokenizer.decode(example.prompt_ids, false), "<user>a</s><assistant>");
}

TEST_F(DataFormats, SmallVariants) {
  const std::string system = "<|im_start|>system\nbe kind<|im_end|>\n";
  EXPECT_EQ(marked(tokenizer, load("a.jsonl", R"({"system":"be kind","conversations":[{"from":"human","value":"hi"},{"from":"gpt","value":"yo"}]})").train.at(0)), system + kTurns);
  EXPECT_EQ(marked(tokenizer, load("b.jsonl", R"({"system":"be kind","instruction":"hi","input":null,"output":"yo"})").train.at(0)), system + kTurns);
  EXPECT_EQ(marked(tokenizer, load("c.jsonl", R"({"conversations":[{"role":"user","content":"hi"},{"role":"assistant","content":"yo"}]})").train.at(0)), kTurns);
  EXPECT_EQ(marked(tokenizer, load("d.jsonl", R"({"messages":[{"role":"user","content":[{"type":"text","text":"h"},{"type":"text","text":"i"}]},{"role":"assistant","content":"yo"}]})").train.at(0)), kTurns);
  // Padding is left out; without labels every token is trained.
  EXPECT_EQ(marked(tokenizer, load("e.jsonl", R"({"input_ids":[104,105,0,0],"attention_mask":[1,1,0,0]})").train.at(0)), "[hi]");
  EXPECT_EQ(marked(tokenizer, load("f.csv", "input_ids\n\"[104, 105]\"\n").train.at(0)), "[hi]");
}

TEST_F(DataFormats, CutsAtMaxLengthAndCounts) {
  const auto dataset = load("a.jsonl", "{\"text\":\"abcdef\"}\n{\"text\":\"ab\"}\n", {{"max_length", 5}});
  EXPECT_EQ(dataset.truncated_rows, 1);
  EXPECT_EQ(dataset.train[0].full_length, 8);
  EXPECT_TRUE(dataset.train[0].truncated());
  EXPECT_EQ(tokenizer.decode(dataset.train[0].ids, true), "abcd");
  EXPECT_FALSE(dataset.train[1].truncated());
  // An answer behind the cut is not asked for.
  const std::string row = R"({"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"},{"role":"assistant","content":"d"}]})";
  const auto cut = load("b.jsonl", row, {{"max_length", 25}});
  EXPECT_EQ(cut.truncated_rows, 1);
  EXPECT_TRUE(cut.train[0].prompt_ids.empty());
  EXPECT_TRUE(cut.train[0].reference.empty());
}

}  // namespace
}  // namespace paretune

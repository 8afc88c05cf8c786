// SPDX-License-Identifier: GPL-3.0-or-later
// What users get wrong: every error names the file, the row and a way out. Hostile files never crash.
#include "tests/data/data_test_support.h"
#include "training/data/containers/row_file.h"

namespace paretune {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using DataErrors = DataTest;

const std::string kGood = R"({"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"yo"}]})" "\n";

TEST_F(DataErrors, NameTheRow) {
  struct Case {
    std::string row, message;
  };
  const Case cases[] = {
      {R"({"messages":[{"role":"user","content":"hi"}]})", "no token to train on"},
      {R"({"messages":[]})", "empty"},
      {R"({"messages":"hi"})", "not a list"},
      {R"({"messages":[{"from":"human","value":"x"}]})", "no \"role\"; its keys are \"from\", \"value\""},
      {R"({"messages":[{"role":"user"}]})", "no \"content\""},
      {R"({"messages":[{"role":"user","content":7}]})", "number"},
      {R"({"messages":[{"role":"user","content":[{"type":"image_url"}]}]})", "no text"},
      {R"({"messages":[3]})", "messages[0] is number"},
      {R"({"prompt":"a","completion":"b"})", "\"messages\" is missing (the row has the keys \"completion\", \"prompt\")"},
      {R"({"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"yo"}],"tools":[{"name":"f"}]})", "tools"},
      {R"([1,2])", "array"},
      {R"("text")", "string"},
      {R"({"messages":)", "not valid JSON at line 3"},
      {"{\"messages\":[{\"role\":\"user\",\"content\":\"\xff\"}]}", "not valid JSON at line 3"},
  };
  for (const Case& one : cases) {
    const Error error = refuse("a.jsonl", kGood + "\n" + one.row + "\n" + kGood);
    EXPECT_EQ(error.where, at("a.jsonl", 3)) << one.row;
    EXPECT_THAT(error.message, HasSubstr(one.message));
    EXPECT_FALSE(error.remedy.empty()) << one.row;
    EXPECT_TRUE(error.kind == ErrorKind::input || error.kind == ErrorKind::unsupported) << one.row;
  }
}

TEST_F(DataErrors, ShapesOfTheOtherFormats) {
  EXPECT_THAT(refuse("a.jsonl", R"({"conversations":[{"from":"alien","value":"x"}]})").message, HasSubstr("\"alien\""));
  EXPECT_THAT(refuse("a.jsonl", R"({"conversations":[{"x":"y"}]})").message, HasSubstr("no \"from\" and \"value\""));
  EXPECT_THAT(refuse("a.jsonl", R"({"conversations":{}})").message, HasSubstr("not a list"));
  EXPECT_THAT(refuse("a.jsonl", R"({"prompt":"a","completion":""})").message, HasSubstr("empty"));
  EXPECT_THAT(refuse("a.jsonl", R"({"prompt":1,"completion":"b"})").message, HasSubstr("\"prompt\" is number"));
  EXPECT_THAT(refuse("a.jsonl", R"({"instruction":"a","output":""})").message, HasSubstr("empty"));
  EXPECT_THAT(refuse("a.jsonl", R"({"text":""})").message, HasSubstr("empty"));
  EXPECT_THAT(refuse("a.jsonl", R"({"text":["a"]})").message, HasSubstr("\"text\" is array"));
  EXPECT_THAT(refuse("a.jsonl", R"({"text":"a"})" "\n" R"({"text":null})").where, at("a.jsonl", 2));
}

TEST_F(DataErrors, Pretokenized) {
  const auto error = [&](const std::string& row) { return refuse("a.jsonl", "{\"input_ids\":[1,2]}\n" + row); };
  EXPECT_THAT(error(R"({"input_ids":[1,260]})").message, AllOf(HasSubstr("input_ids[1] is 260"), HasSubstr("260 tokens")));
  EXPECT_THAT(error(R"({"input_ids":[-1,2]})").message, HasSubstr("input_ids[0] is -1"));
  EXPECT_THAT(error(R"({"input_ids":[1,2],"labels":[1]})").message, HasSubstr("\"labels\" has 1 entries, but input_ids has 2"));
  EXPECT_THAT(error(R"({"input_ids":[1,2],"labels":[1,999]})").message, HasSubstr("labels[1] is 999"));
  EXPECT_THAT(error(R"({"input_ids":[1,2],"labels":[-100,-100]})").message, HasSubstr("no token to train on"));
  EXPECT_THAT(error(R"({"input_ids":[1,2],"labels":[1,-100]})").message, HasSubstr("no token to train on"));  // the first token is never predicted
  EXPECT_THAT(error(R"({"input_ids":[1,2],"attention_mask":[1]})").message, HasSubstr("attention_mask"));
  EXPECT_THAT(error(R"({"input_ids":[1,2],"attention_mask":[1,5]})").message, HasSubstr("neither 0 nor 1"));
  EXPECT_THAT(error(R"({"input_ids":[1,2],"attention_mask":[0,0]})").message, HasSubstr("no token to train on"));
  EXPECT_THAT(error(R"({"input_ids":[1,2.5]})").message, HasSubstr("input_ids[1] is not a whole number"));
  EXPECT_THAT(error(R"({"input_ids":[1,1e300]})").message, HasSubstr("not a whole number"));
  EXPECT_THAT(error(R"({"input_ids":[1,18446744073709551615]})").message, HasSubstr("not a whole number"));
  EXPECT_THAT(error(R"({"input_ids":[]})").message, HasSubstr("empty"));
  EXPECT_THAT(error(R"({"input_ids":"1 2"})").message, HasSubstr("string"));
  EXPECT_EQ(error(R"({"input_ids":[]})").where, at("a.jsonl", 2));
}

TEST_F(DataErrors, UnknownKeysListWhatWasFoundAndWhatIsKnown) {
  const Error error = refuse("a.jsonl", R"({"question":"a","answer":"b"})");
  EXPECT_EQ(error.where, at("a.jsonl", 1));
  EXPECT_THAT(error.message, HasSubstr("\"answer\", \"question\""));
  for (const char* key : {"messages", "conversations", "prompt", "instruction", "text", "input_ids"}) EXPECT_THAT(error.remedy, HasSubstr(key));
  EXPECT_THAT(refuse("b.jsonl", R"({"text":"a"})", {{"format", "chat"}}).message, HasSubstr("the row has the keys \"text\""));
  EXPECT_THAT(refuse("c.jsonl", R"({"text":"a"})", {{"format", "chatty"}}).remedy, HasSubstr("sharegpt"));
}

TEST_F(DataErrors, AnswerBehindTheCut) {
  const Error error = refuse("a.jsonl", kGood, {{"max_length", 10}});
  EXPECT_EQ(error.where, at("a.jsonl", 1));
  EXPECT_THAT(error.message, HasSubstr("max_length 10"));
  EXPECT_THAT(error.remedy, HasSubstr("max_length"));
}

TEST_F(DataErrors, Templates) {
  EXPECT_THAT(refuse("a.jsonl", kGood, {{"chat_template", "none"}}).message, HasSubstr("\"none\""));
  const auto bare = load_dataset(settings(write("b.jsonl", kGood)), ByteTokenizer(""));
  ASSERT_FALSE(bare.ok());
  EXPECT_THAT(bare.error().message, HasSubstr("no chat template"));
  EXPECT_EQ(bare.error().where, at("b.jsonl", 1));
  const Error broken = refuse("c.jsonl", kGood, {{"chat_template", "{% for m in %}"}});
  EXPECT_THAT(broken.where, HasSubstr("data.chat_template"));
}

TEST_F(DataErrors, FilesThatAreNoData) {
  EXPECT_EQ(load_dataset(settings((m_folder / "missing.jsonl").string()), tokenizer).error().kind, ErrorKind::io);
  EXPECT_EQ(load_dataset(settings(m_folder.string()), tokenizer).error().kind, ErrorKind::io);
  EXPECT_THAT(load_dataset(settings(""), tokenizer).error().message, HasSubstr("no data file"));
  EXPECT_THAT(refuse("empty.jsonl", "").message, HasSubstr("empty"));
  EXPECT_THAT(refuse("blank.jsonl", " \n\n ").message, HasSubstr("empty"));
  EXPECT_THAT(refuse("none.json", "[]").message, HasSubstr("no row"));
  EXPECT_THAT(refuse("header.csv", "text\n").message, HasSubstr("no row"));
  EXPECT_THAT(refuse("a.parquet", "PAR1xxxx").message, HasSubstr("Parquet"));
  EXPECT_THAT(refuse("a.jsonl", "\x1f\x8b\x08xx").remedy, HasSubstr("gunzip"));
  EXPECT_THAT(refuse("a.csv", std::string("\xff\xfet\0e\0", 6)).remedy, HasSubstr("UTF-8"));
  EXPECT_THAT(refuse("a.bin", std::string("ab\0cd", 5)).message, HasSubstr("binary"));
  EXPECT_THAT(refuse("two.json", R"({"train":[{"text":"a"}],"test":[{"text":"b"}]})").message, HasSubstr("train, test"));
  EXPECT_THAT(load_dataset(settings(write("a.jsonl", kGood), {{"eval_path", (m_folder / "gone.jsonl").string()}}), tokenizer).error().where, HasSubstr("gone.jsonl"));
}

TEST_F(DataErrors, BrokenArrays) {
  const std::string row = R"({"text":"a"})";
  EXPECT_THAT(refuse("a.json", "[" + row + ",\n" + row).message, HasSubstr("line 2"));
  EXPECT_THAT(refuse("a.json", "[" + row + ",\n{\"text\":").message, HasSubstr("ends inside a row"));
  EXPECT_EQ(refuse("a.json", "[" + row + ",\n{\"text\":").where, at("a.json", 2));
  EXPECT_THAT(refuse("a.json", "[" + row + " " + row + "]").message, HasSubstr("expected"));
  EXPECT_THAT(refuse("a.json", "[" + row + ",]").message, HasSubstr("missing"));
  EXPECT_THAT(refuse("a.json", "[,]").message, HasSubstr("missing"));
  EXPECT_THAT(refuse("a.json", "[" + row + "] tail").message, HasSubstr("more after"));
  EXPECT_THAT(refuse("a.json", "[" + row + ",\n{\"text\": nope}]").message, HasSubstr("line 2, column"));
}

TEST_F(DataErrors, Csv) {
  EXPECT_THAT(refuse("a.csv", "prompt,completion\nhi,yo\na,b,c\n").message, AllOf(HasSubstr("3 cells"), HasSubstr("header has 2"), HasSubstr("line 3")));
  EXPECT_EQ(refuse("a.csv", "prompt,completion\nhi,yo\na\n").where, at("a.csv", 2));
  EXPECT_THAT(refuse("a.csv", "text\n\"open\nmore\n").message, HasSubstr("line 2 is never closed"));
  EXPECT_THAT(refuse("a.csv", "text\n\"a\"b\n").message, HasSubstr("closing quote"));
  EXPECT_THAT(refuse("a.csv", "text\n\xff\xff\n").message, HasSubstr("UTF-8"));
  EXPECT_THAT(refuse("a.csv", "text,text\na,b\n").message, HasSubstr("twice"));
  EXPECT_THAT(refuse("a.csv", "messages\n\"[{\"\"role\"\":\"\n").message, HasSubstr("not valid JSON"));
  EXPECT_THAT(refuse("a.csv", "a,b\n1,2\n").message, HasSubstr("\"a\", \"b\""));
}

TEST_F(DataErrors, HostileFiles) {
  const std::string deep(200000, '[');
  EXPECT_THAT(refuse("deep.jsonl", "{\"text\":" + deep + "\n").message, HasSubstr("nests deeper"));
  EXPECT_THAT(refuse("deep.json", deep).message, HasSubstr("ends inside a row"));
  EXPECT_THAT(refuse("deep.csv", "messages\n" + deep + "\n").message, HasSubstr("nests deeper"));
  EXPECT_THAT(refuse("long.jsonl", "{\"text\":\"" + std::string(kLongestRow, 'x') + "\"}").message, HasSubstr("longer than 64 MB"));
  EXPECT_THAT(refuse("long.csv", "text\n\"" + std::string(kLongestRow + 1, 'x') + "\"\n").message, HasSubstr("longer than 64 MB"));
  EXPECT_THAT(refuse("wide.csv", std::string(5000, ',') + "\n").message, HasSubstr("cells in a row"));
  // Every prefix and changed byte of a good file either loads or is refused with a place.
  const std::string good = "[" + kGood.substr(0, kGood.size() - 1) + "]";
  for (std::size_t i = 0; i <= good.size(); ++i) {
    for (const char* name : {"p.json", "p.jsonl", "p.csv"}) {
      std::vector<std::string> versions{good.substr(0, i)};
      if (i < good.size()) {
        versions.push_back(good), versions.back()[i] = std::string("\0\"[},\xff", 6)[i % 6];
      }
      for (const auto& text : versions) {
        const auto result = load_dataset(settings(write(name, text)), tokenizer);
        if (result) continue;
        EXPECT_NE(result.error().kind, ErrorKind::internal) << text << "\n" << result.error().text();
        EXPECT_FALSE(result.error().where.empty());
      }
    }
  }
}

TEST_F(DataErrors, StopsWhenAsked) {
  std::stop_source stop;
  stop.request_stop();
  const auto result = load_dataset(settings(write("a.jsonl", kGood)), tokenizer, {}, stop.get_token());
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().kind, ErrorKind::stopped);
}

}  // namespace
}  // namespace paretune

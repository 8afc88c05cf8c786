// SPDX-License-Identifier: GPL-3.0-or-later
// Parquet files against the rows pyarrow reads from them.
#include <random>

#include "tests/data/data_test_support.h"
#include "tests/data/parquet_cases.h"
#include "training/data/containers/parquet/codec.h"

namespace paretune {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using test::compare_folder;

const fs::path kGoldens = PARETUNE_SOURCE_DIR "/tests/data/goldens/parquet";

TEST(Parquet, GoldensHaveTheirRows) { EXPECT_EQ(compare_folder(kGoldens), 12); }

TEST_F(DataTest, ParquetRowsBecomeExamples) {
  const auto dataset = load_dataset(settings((kGoldens / "required.parquet").string()), tokenizer);
  ASSERT_TRUE(dataset.ok()) << dataset.error().text();
  EXPECT_EQ(dataset->format, "prompt_completion, parquet");
  EXPECT_EQ(dataset->train.size(), 7u);
}

TEST_F(DataTest, DamagedParquetIsAnErrorAndNeverMore) {
  std::mt19937_64 random(17);
  int refused = 0, read = 0;
  for (const auto& entry : fs::directory_iterator(kGoldens)) {
    if (entry.path().extension() != ".parquet") continue;
    const std::string whole = read_text_file(entry.path().string()).value();
    for (int round = 0; round < 250; ++round) {
      std::string damaged = whole;
      const bool in_footer = random() % 2;  // half of the flips where the structure is
      for (int flips = 1 + static_cast<int>(random() % 4); flips > 0; --flips) {
        const std::size_t reach = in_footer ? std::min<std::size_t>(damaged.size(), 3000) : damaged.size();
        damaged[damaged.size() - 1 - random() % reach] = static_cast<char>(random());
      }
      if (round % 10 == 0) damaged.resize(random() % damaged.size());
      if (damaged.empty()) continue;
      const std::string path = write("damaged.parquet", damaged);
      auto file = RowFile::open(path);
      try {
        if (!file) throw Failure(file.error());
        RawRow row;
        while ((*file)->next(row)) {
        }
        ++read;
      } catch (const Failure& failure) {
        ++refused;
        const Error& error = failure.error();
        EXPECT_NE(error.kind, ErrorKind::internal) << error.text();
        EXPECT_THAT(error.where, HasSubstr("damaged.parquet")) << error.text();
        EXPECT_FALSE(error.remedy.empty()) << error.text();
      }
    }
  }
  EXPECT_GT(refused, 1000);
  EXPECT_GT(read, 50);  // flips inside a text change the text
}

TEST_F(DataTest, ParquetErrorsSayWhatAndWhere) {
  const std::string whole = read_text_file((kGoldens / "plain_v2.parquet").string()).value();
  EXPECT_THAT(refuse("cut.parquet", whole.substr(0, whole.size() - 20)).message, HasSubstr("Parquet"));
  EXPECT_THAT(refuse("head.parquet", "PAR1xxxx").message, HasSubstr("Parquet"));
  std::string bad = whole;
  bad.replace(bad.find("Größe"), 2, "G\xff");
  EXPECT_THAT(refuse("utf8.parquet", bad, {{"format", "text"}}).message, HasSubstr("not valid UTF-8"));
  EXPECT_THAT(refuse("secret.parquet", "PAR1" + std::string(20, 'x') + "PARE").message, HasSubstr("encrypted"));
}

TEST(Parquet, CompressedPagesStayInTheirBounds) {
  using namespace parquet;
  EXPECT_EQ(decompressed(Codec::snappy, std::string("\x0a\x04" "ab\x11\x02", 6), 10).size(), 10u);  // a literal of 2, then a copy that overlaps itself
  for (const Codec codec : {Codec::snappy, Codec::lz4_raw, Codec::gzip, Codec::zstd}) {
    EXPECT_THROW(decompressed(codec, "", 5), Failure);
    std::mt19937 random(3);
    for (int round = 0; round < 3000; ++round) {
      std::string noise(random() % 40, '\0');
      for (char& c : noise) c = static_cast<char>(random());
      try {
        EXPECT_LE(decompressed(codec, noise, 64).size(), 64u);
      } catch (const Failure& failure) {
        EXPECT_NE(failure.error().kind, ErrorKind::internal);
      }
    }
  }
  EXPECT_THROW(decompressed(Codec::brotli, "x", 1), Failure);
}

}  // namespace
}  // namespace paretune

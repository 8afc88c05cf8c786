// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>

#include "tests/ui/fake_engine.h"
#include "tests/ui/ui_support.h"
#include "ui/bridge/run_controller.h"
#include "ui/bridge/selection.h"
#include "ui/models/layer_table.h"
#include "ui/models/metric_table.h"
#include "ui/models/run_table.h"
#include "ui/models/sample_compare.h"
#include "ui/models/sample_table.h"
#include "ui/models/settings_table.h"
#include "ui/widgets/text_diff.h"

namespace paretune {
namespace {

constexpr auto kMode = QAbstractItemModelTester::FailureReportingMode::Fatal;

TEST(RunTableTest, FollowsTheStoreAndLiveEvents) {
  FakeEngineOptions options;
  options.steps = 30;
  auto engine = std::make_shared<FakeEngine>("/tmp", options);
  RunController controller(engine);
  Selection selection;
  RunTable table(engine, &controller, &selection);
  QAbstractItemModelTester tester(&table, kMode);
  EXPECT_EQ(table.rowCount(), 0);
  table.refresh();
  ASSERT_TRUE(waitUntil([&] { return table.rowCount() == 6; }));
  EXPECT_TRUE(table.figures().contains("exact_match"));
  EXPECT_EQ(table.headerData(0, Qt::Horizontal, Qt::DisplayRole).toString(), "Run");

  RunConfig config = *engine->demo_config();
  config.name = "live";
  QString id, ended;
  QObject::connect(&controller, &RunController::runStarted, [&](const QString& run) { id = run; });
  QObject::connect(&controller, &RunController::runEnded, [&](const QString&, const QString& state) { ended = state; });
  controller.start(config);
  ASSERT_TRUE(waitUntil([&] { return table.rowCount() == 7 && table.row(id) && table.row(id)->step > 3; }));
  EXPECT_EQ(table.index(0, RunTable::kName).data().toString(), "live");
  EXPECT_TRUE(controller.isLive(id));
  ASSERT_TRUE(waitUntil([&] { return !ended.isEmpty(); }));
  EXPECT_EQ(ended, "finished");
  EXPECT_FALSE(controller.isLive(id));
  ASSERT_TRUE(waitUntil([&] { return table.row(id)->state == "finished"; }));

  ASSERT_TRUE(engine->remove_run(id.toStdString()).ok());
  table.refresh();
  ASSERT_TRUE(waitUntil([&] { return table.rowCount() == 6; }));
  // The check box is the selection.
  EXPECT_TRUE(table.setData(table.index(1, 0), Qt::Checked, Qt::CheckStateRole));
  EXPECT_EQ(selection.checked().size(), 1);
  EXPECT_FALSE(table.setData(table.index(1, 1), Qt::Checked, Qt::CheckStateRole));
}

TEST(RunTableTest, SubmitErrorsAreSaid) {
  auto engine = std::make_shared<FakeEngine>("/tmp");
  RunController controller(engine);
  QString text;
  QObject::connect(&controller, &RunController::message, [&](int severity, const QString& message) {
    EXPECT_EQ(severity, 2);
    text = message;
  });
  controller.start(RunConfig{});
  ASSERT_TRUE(waitUntil([&] { return !text.isEmpty(); }));
  EXPECT_TRUE(text.contains("What to do")) << text.toStdString();
}

TEST(SelectionTest, StylesStayAndDifferUpToForty) {
  Selection selection;
  QStringList ids;
  for (int i = 0; i < 40; ++i) ids << QString::number(i);
  selection.enroll(ids);
  selection.enroll({"99", "3"});
  QPalette palette;
  QSet<QString> looks;
  for (const auto& id : ids) looks << selection.color(id, palette).name() + QString::number(int(selection.pen(id, palette).style()));
  EXPECT_EQ(looks.size(), 40);
  EXPECT_EQ(selection.styleIndex("3"), 3);
  selection.setChecked("5", true);
  selection.setCurrent("5");
  selection.forget("5");
  EXPECT_TRUE(selection.checked().isEmpty());
  EXPECT_TRUE(selection.current().isEmpty());
}

TEST(WordDiff, MarksWhatIsNewAndWhatIsGone) {
  const auto parts = wordDiff("The capital is big", "The capital of France is Paris");
  QString after, before;
  for (const auto& part : parts) {
    if (part.kind != DiffPart::removed) after += part.text;
    if (part.kind == DiffPart::added) before += '+' + part.text.trimmed();
    if (part.kind == DiffPart::removed) before += '-' + part.text.trimmed();
  }
  EXPECT_EQ(after, "The capital of France is Paris");
  EXPECT_EQ(before, "+of France-big+Paris");
  EXPECT_EQ(wordDiff("same words", "same words").size(), 1u);
  EXPECT_TRUE(wordDiff("", "").size() <= 1);
  EXPECT_TRUE(diffHtml("a", "a <b>", QPalette(), false).contains("&lt;b&gt;"));
  EXPECT_EQ(wordDiff("one", QString("word ").repeated(2000)).size(), 2u);
}

TEST(SampleCompareTest, KeepsTheRulesOfItemModels) {
  SampleCompare table;
  QAbstractItemModelTester tester(&table, QAbstractItemModelTester::FailureReportingMode::Fatal);
  table.setColumns(
      {{"a", "A", {{0, 0, "p", "base", ""}, {10, 0, "p", "early", ""}, {20, 0, "p", "base late", ""}}}, {"b", "B", {{5, 0, "q", "other", ""}}}});
  EXPECT_EQ(table.rowCount(), 2);
  EXPECT_EQ(table.columnCount(), 4);
  EXPECT_EQ(table.index(0, 2).data().toString(), "base late") << "the last answer";
  EXPECT_EQ(table.index(1, 2).data().toString(), QString::fromUtf8("–"));
  EXPECT_EQ(table.runId(3), "b");
  LayerTable layers;
  QAbstractItemModelTester layer_tester(&layers, QAbstractItemModelTester::FailureReportingMode::Fatal);
  AdapterReport report;
  report.layers = {{"model.embed_tokens", 1, 0.1, false}, {"model.layers.0.mlp.up_proj", 2, 0.2, false}, {"model.layers.1.mlp.up_proj", 0, 0, true}};
  layers.setReport(report);
  EXPECT_EQ(layers.rowCount(), 3);
  EXPECT_EQ(layers.index(2, 1).data().toString(), QString::fromUtf8("✕ dead"));
  EXPECT_FALSE(layers.index(2, 0).data().isValid());
  report.layers = {{"transformer.h.0.attn.c_proj", 1, 0.1, false}, {"transformer.h.0.mlp.c_proj", 2, 0.2, false}};
  layers.setReport(report);
  EXPECT_EQ(layers.index(0, 0).data().toString(), "10 %");
  EXPECT_EQ(layers.index(0, 1).data().toString(), "20 %");
}

TEST(MetricTableTest, JoinsCurvesByX) {
  MetricTable table;
  QAbstractItemModelTester tester(&table, kMode);
  table.setColumns("Step", Unit::count, Unit::number, {{"a", {0, 1, 2}, {5, 6, 7}}, {"b, c", {1, 3}, {8, 9}}});
  ASSERT_EQ(table.rowCount(), 4);
  EXPECT_EQ(table.index(0, 2).data().toString(), "");
  EXPECT_EQ(table.index(1, 2).data().toString(), "8");
  EXPECT_EQ(table.csv(), "Step,a,\"b, c\"\n0,5,\n1,6,8\n2,7,\n3,,9\n");
  table.setColumns("Step", Unit::count, Unit::number, {});
  EXPECT_EQ(table.rowCount(), 0);
}

TEST(SampleTableTest, BaseModelComesFirst) {
  SampleTable table;
  QAbstractItemModelTester tester(&table, kMode);
  table.add({50, 1, "second", "x", "y"});
  table.add({0, 0, "first", "base", "right"});
  table.add({50, 0, "first", "right", "right"});
  table.add({0, 1, "second", "base", "y"});
  ASSERT_EQ(table.rowCount(), 2);
  ASSERT_EQ(table.columnCount(), 3);
  EXPECT_EQ(table.headerData(1, Qt::Horizontal, Qt::DisplayRole).toString(), "Base model");
  EXPECT_EQ(table.headerData(2, Qt::Horizontal, Qt::DisplayRole).toString(), "Step 50");
  EXPECT_EQ(table.index(0, 1).data().toString(), "base");
  EXPECT_EQ(table.index(0, 2).data().toString(), "✓ right");  // told by a mark, not by colour alone
  table.clear();
  EXPECT_EQ(table.rowCount(), 0);
}

TEST(SettingsTableTest, ShowsOnlyWhatDiffers) {
  SettingsTable table;
  QAbstractItemModelTester tester(&table, kMode);
  RunConfig a, b;
  a.model = b.model = "demo";
  a.peft = {{"peft_type", "LORA"}, {"r", 8}};
  b.peft = {{"peft_type", "LORA"}, {"r", 16}, {"lora_alpha", 32}};
  table.setColumns({{"1", "one", a}, {"2", "two", b}}, true);
  ASSERT_EQ(table.rowCount(), 2);
  EXPECT_EQ(table.index(0, 0).data().toString(), "peft.lora_alpha");
  EXPECT_EQ(table.index(0, 1).data().toString(), "–");
  EXPECT_EQ(table.index(1, 2).data().toString(), "16");
  EXPECT_EQ(table.runId(2), "2");
  table.setColumns({{"1", "one", a}}, false);
  EXPECT_EQ(table.rowCount(), 3);
}

}  // namespace
}  // namespace paretune

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QToolButton>

#include "tests/ui/fake_engine.h"
#include "tests/ui/ui_test_tools.h"
#include "ui/pages/doctor_page.h"
#include "ui/pages/export_dialog.h"
#include "ui/pages/method_catalogue.h"
#include "ui/pages/setup_page.h"
#include "ui/pages/suggestion.h"
#include "ui/widgets/card.h"
#include "ui/widgets/token_view.h"

namespace paretune {
namespace {

struct Setup : testing::Test {
  std::shared_ptr<FakeEngine> engine = std::make_shared<FakeEngine>(QDir::tempPath().toStdString() + "/paretune-ui-test");
  SetupPage page{engine};
  std::vector<RunConfig> started;

  void SetUp() override {
    QObject::connect(&page, &SetupPage::startRequested, &page, [this](const RunConfig& config) { started.push_back(config); });
    page.resize(1184, 760);
    page.show();
  }
  QPushButton* startButton() { return child<QPushButton>(&page, "startButton"); }
  bool planned() {
    return QTest::qWaitFor([this] { return child<QLabel>(&page, "planSteps")->text() != QString::fromUtf8("–"); }, 4000);
  }
};

TEST_F(Setup, StartNamesWhatIsMissing) {
  EXPECT_FALSE(startButton()->isEnabled());
  EXPECT_EQ(startButton()->text(), "Choose a base model first");
  auto* combo = child<QComboBox>(&page, "modelCombo");
  ASSERT_TRUE(QTest::qWaitFor([&] { return combo->count() == 2; }, 3000));
  combo->setFocus();
  QTest::keyClick(combo, Qt::Key_Down);
  QTest::keyClick(combo, Qt::Key_Return);
  if (combo->view()->isVisible()) QTest::keyClick(combo->view(), Qt::Key_Return);
  ASSERT_TRUE(QTest::qWaitFor([&] { return startButton()->text() == "Choose a data file first"; }, 3000)) << startButton()->text().toStdString();
  auto* path = child<QLineEdit>(&page, "dataPath");
  path->setFocus();
  QTest::keyClicks(path, "/tmp/rows.jsonl");
  QTest::keyClick(path, Qt::Key_Return);
  ASSERT_TRUE(QTest::qWaitFor([&] { return startButton()->isEnabled(); }, 3000));
  EXPECT_EQ(startButton()->text(), "Start training");
}

TEST_F(Setup, DemoIsOneClickFromTraining) {
  page.useDemo();
  ASSERT_TRUE(QTest::qWaitFor([&] { return startButton()->isEnabled(); }, 3000));
  ASSERT_TRUE(planned());
  QTest::mouseClick(startButton(), Qt::LeftButton);
  ASSERT_EQ(started.size(), 1u);
  const RunConfig demo = engine->demo_config().value();
  EXPECT_EQ(started[0].model, demo.model);
  EXPECT_EQ(started[0].sample_prompts, demo.sample_prompts);
  // What the page emits is the demo completed with defaults: nothing lost, nothing added.
  RunConfig whole = parse_run_config(demo.to_json()).value();
  Json given = demo.peft;
  given.erase("peft_type");
  whole.peft = engine->methods()[0].schema.complete(given, "peft").value();
  whole.peft["peft_type"] = "LORA";
  EXPECT_EQ(started[0].to_json(), whole.to_json());
}

TEST_F(Setup, HeldOutRowsGoWithTheFileTheyCameWith) {
  RunConfig config = engine->demo_config().value();
  config.data["eval_path"] = "/tmp/eval.jsonl";
  page.setConfig(config);
  EXPECT_EQ(page.runFile()["data"]["eval_path"], "/tmp/eval.jsonl");
  page.offerData("/tmp/mine.csv");
  EXPECT_FALSE(page.runFile()["data"].contains("eval_path"));
  EXPECT_EQ(page.runFile()["data"]["path"], "/tmp/mine.csv");
}

TEST_F(Setup, ShowsRowsAndTokensOfTheChosenRow) {
  page.useDemo();
  auto* table = child<QTableView>(&page, "dataRows");
  ASSERT_TRUE(QTest::qWaitFor([&] { return table->model()->rowCount() == 40; }, 4000));
  auto* tokens = child<TokenChips>(&page, "tokenView");
  EXPECT_GT(tokens->trainedCount(), 0);
  EXPECT_TRUE(child<QLabel>(&page, "dataCounts")->text().contains("12 rows are cut"));
  table->setFocus();
  QTest::keyClick(table, Qt::Key_Down);
  EXPECT_EQ(table->currentIndex().row(), 1);
  EXPECT_TRUE(child<QLabel>(&page, "tokenLine")->text().startsWith("Row 2:")) << child<QLabel>(&page, "tokenLine")->text().toStdString();
}

TEST_F(Setup, SettingsGoIntoTheRunAndThePlan) {
  page.useDemo();
  ASSERT_TRUE(planned());
  const QString before = child<QLabel>(&page, "planTrainable")->text();
  auto* rank = child<QLineEdit>(&page, "param_r");
  rank->selectAll();
  QTest::keyClicks(rank, "32");
  ASSERT_TRUE(QTest::qWaitFor([&] { return child<QLabel>(&page, "planTrainable")->text() != before; }, 3000));
  QTest::mouseClick(startButton(), Qt::LeftButton);
  ASSERT_EQ(started.size(), 1u);
  EXPECT_EQ(started[0].peft["r"], 32);
}

TEST_F(Setup, FrozenWeightsMayBeKeptInFewerBits) {
  page.useDemo();
  ASSERT_TRUE(planned());
  EXPECT_TRUE(page.runFile()["quantization"].is_null());
  auto* kept = child<QComboBox>(&page, "quantization");
  kept->setCurrentIndex(kept->findData("nf4"));
  EXPECT_EQ(page.runFile()["quantization"], "nf4");
  kept->setCurrentIndex(kept->findData("int8"));
  EXPECT_EQ(page.runFile()["quantization"], "int8");
  QTest::mouseClick(startButton(), Qt::LeftButton);
  ASSERT_EQ(started.size(), 1u);
  EXPECT_EQ(started[0].quantization, "int8");
  page.useDemo();
  ASSERT_TRUE(QTest::qWaitFor([&] { return page.runFile()["quantization"].is_null(); }, 3000));
}

TEST_F(Setup, TextsWithLabelsMakeAClassifier) {
  page.useDemo();
  ASSERT_TRUE(planned());
  EXPECT_FALSE(page.config()->peft.contains("task_type"));
  auto* format = child<QComboBox>(&page, "param_format");
  const int row = format->findText("classification");
  ASSERT_GE(row, 0);
  format->setFocus();
  while (format->currentIndex() != row) QTest::keyClick(format, format->currentIndex() < row ? Qt::Key_Down : Qt::Key_Up);
  EXPECT_EQ(page.config()->peft["task_type"], "SEQ_CLS");
  EXPECT_TRUE(page.config()->sample_prompts.empty());
}

TEST_F(Setup, AWrongSettingBlocksStartAndIsNamed) {
  page.useDemo();
  ASSERT_TRUE(planned());
  auto* rank = child<QLineEdit>(&page, "param_r");
  rank->selectAll();
  QTest::keyClicks(rank, "lots");
  EXPECT_FALSE(startButton()->isEnabled());
  EXPECT_TRUE(child<QLabel>(&page, "problem_r")->isVisible());
  page.start();  // as F5 does
  EXPECT_TRUE(started.empty());
}

TEST_F(Setup, AMissingFileIsAProblemOfTheDataCard) {
  page.useDemo();
  ASSERT_TRUE(planned());
  auto* path = child<QLineEdit>(&page, "dataPath");
  path->setText("/tmp/missing.jsonl");
  QTest::keyClick(path, Qt::Key_Return);
  auto* card = child<Card>(&page, "dataCard");
  ASSERT_TRUE(QTest::qWaitFor([&] { return card->problem().contains("no such file"); }, 3000));
  EXPECT_FALSE(startButton()->isEnabled());
  EXPECT_EQ(startButton()->text(), "The data cannot be used yet");
}

TEST_F(Setup, AnUnusableModelIsAProblemOfTheModelCard) {
  RunConfig config = engine->demo_config().value();
  config.model = "/models/missing.gguf";
  page.setConfig(config);
  auto* card = child<Card>(&page, "modelCard");
  ASSERT_TRUE(QTest::qWaitFor([&] { return card->problem().contains("no model here"); }, 3000));
  EXPECT_FALSE(startButton()->isEnabled());
}

TEST_F(Setup, CatalogueFiltersAndRemembersSettings) {
  page.useDemo();
  ASSERT_TRUE(planned());
  auto* list = child<QListView>(&page, "methodList");
  auto* words = child<QLineEdit>(&page, "methodFilter");
  const int all = list->model()->rowCount();
  QTest::keyClicks(words, "rotates");
  ASSERT_EQ(list->model()->rowCount(), 1);
  QTest::qWait(20);
  EXPECT_EQ(page.runFile()["peft"]["peft_type"], "LORA") << "a filter hides, it does not choose";
  list->scrollTo(list->model()->index(0, 0));
  QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(0, 0)).center());
  EXPECT_EQ(child<QLabel>(&page, "methodTitle")->text(), "OFT");
  EXPECT_EQ(page.runFile()["peft"]["peft_type"], "OFT");
  words->clear();
  ASSERT_EQ(list->model()->rowCount(), all);
  QTest::qWait(20);
  EXPECT_EQ(list->currentIndex().data().toString(), "OFT");
  list->setFocus();
  QTest::keyClick(list, Qt::Key_Home);
  EXPECT_EQ(page.runFile()["peft"]["peft_type"], "LORA");
  EXPECT_EQ(page.runFile()["peft"]["lora_alpha"], 16);  // as it was before the detour
  QTest::mouseClick(child<QCheckBox>(&page, "needQuantized"), Qt::LeftButton, {}, QPoint(8, 8));
  EXPECT_LT(list->model()->rowCount(), all);
}

TEST_F(Setup, SuggestionsAreAppliedByOneClick) {
  RunConfig config = engine->demo_config().value();
  config.training["per_device_train_batch_size"] = 512;
  page.setConfig(config);
  ASSERT_TRUE(QTest::qWaitFor([&] { return page.findChild<QPushButton*>("suggestion0") != nullptr; }, 4000));
  EXPECT_EQ(startButton()->text(), "Start although memory may run out");
  saveScreenshots(&page, "setup-too-big");
  QTest::mouseClick(child<QPushButton>(&page, "suggestion0"), Qt::LeftButton);
  EXPECT_EQ(page.runFile()["training"]["per_device_train_batch_size"], 4);
  ASSERT_TRUE(QTest::qWaitFor([&] { return startButton()->text() == "Start training"; }, 4000));
}

TEST_F(Setup, TheLargestPassCanBeMeasured) {
  page.useDemo();
  ASSERT_TRUE(planned());
  auto* measure = child<QPushButton>(&page, "measureButton");
  auto* memory = child<QLabel>(&page, "planMemory");
  ASSERT_TRUE(QTest::qWaitFor([&] { return measure->isVisible(); }, 3000));
  EXPECT_FALSE(memory->text().contains("measured"));
  QTest::mouseClick(measure, Qt::LeftButton);
  ASSERT_TRUE(QTest::qWaitFor([&] { return measure->text().contains("Loading"); }, 3000)) << measure->text().toStdString();
  ASSERT_TRUE(QTest::qWaitFor([&] { return memory->text().contains("measured"); }, 5000));
  EXPECT_FALSE(measure->isVisible());
  saveScreenshots(&page, "setup-measured");
  page.hide();
  page.show();  // the plan is made again, what was measured stays
  QTest::qWait(600);
  EXPECT_TRUE(memory->text().contains("measured"));
  // Another setting is another run.
  child<QLineEdit>(&page, "param_learning_rate")->setText("0.001");
  ASSERT_TRUE(QTest::qWaitFor([&] { return measure->isVisible() && !memory->text().contains("measured"); }, 5000));
  // Stopped half way nothing is shown.
  QTest::mouseClick(measure, Qt::LeftButton);
  QTest::mouseClick(measure, Qt::LeftButton);
  EXPECT_EQ(measure->text(), "Measure now");
  QTest::qWait(400);
  EXPECT_FALSE(memory->text().contains("measured"));
}

TEST_F(Setup, RowsThatComeTwiceAreFlagged) {
  page.useDemo();
  ASSERT_TRUE(planned());
  auto* same = child<QLabel>(&page, "sameRows");
  EXPECT_TRUE(same->text().contains("No row comes twice")) << same->text().toStdString();
  auto* path = child<QLineEdit>(&page, "dataPath");
  path->setText("/tmp/same.jsonl");
  QTest::keyClick(path, Qt::Key_Return);
  ASSERT_TRUE(QTest::qWaitFor([&] { return same->text().contains("7"); }, 4000));
  EXPECT_TRUE(same->text().contains("trained on as well: 2 (held-out row 410 is row 17")) << same->text().toStdString();
  auto* rendered = child<QPlainTextEdit>(&page, "renderedRow");
  EXPECT_FALSE(rendered->isVisible());
  QTest::mouseClick(child<QToolButton>(&page, "showRendered"), Qt::LeftButton);
  EXPECT_TRUE(rendered->isVisible());
  EXPECT_TRUE(rendered->toPlainText().startsWith("<|im_start|>user\n"));
  saveScreenshots(&page, "setup-data");
}

TEST_F(Setup, PresetsChangeAFewTrainingSettings) {
  page.useDemo();
  ASSERT_TRUE(planned());
  const Json before = page.runFile()["training"];
  QTest::mouseClick(child<QPushButton>(&page, "presetMemory"), Qt::LeftButton);
  const Json after = page.runFile()["training"];
  EXPECT_EQ(after["per_device_train_batch_size"], 1);
  EXPECT_EQ(after["gradient_accumulation_steps"], 8);
  EXPECT_EQ(after["gradient_checkpointing"], true);
  EXPECT_EQ(after["learning_rate"], before["learning_rate"]);
  QTest::mouseClick(child<QPushButton>(&page, "presetOnePass"), Qt::LeftButton);
  EXPECT_FALSE(page.runFile()["training"].contains("max_steps"));
  EXPECT_EQ(page.runFile()["training"]["num_train_epochs"], 1.0);
}

TEST_F(Setup, EveryControlHasAName) {
  page.useDemo();
  ASSERT_TRUE(planned());
  for (QWidget* widget : page.findChildren<QWidget*>()) {
    const bool control = qobject_cast<QAbstractButton*>(widget) || qobject_cast<QComboBox*>(widget) || (qobject_cast<QLineEdit*>(widget) && !qobject_cast<QComboBox*>(widget->parentWidget()));
    if (!control || widget->objectName().startsWith("qt_") || widget->focusPolicy() == Qt::NoFocus) continue;
    EXPECT_FALSE(widget->accessibleName().isEmpty()) << widget->metaObject()->className() << " " << widget->objectName().toStdString();
  }
}

TEST_F(Setup, Pictures) {
  saveScreenshots(&page, "setup-empty");
  page.useDemo();
  ASSERT_TRUE(planned());
  ASSERT_TRUE(QTest::qWaitFor([&] { return child<QTableView>(&page, "dataRows")->model()->rowCount() == 40; }, 4000));
  saveScreenshots(&page, "setup-demo");
  auto* scroll = child<QScrollArea>(&page, "setupScroll");
  scroll->verticalScrollBar()->setValue(child<Card>(&page, "methodCard")->y() - 16);
  saveScreenshots(&page, "setup-method");
  scroll->verticalScrollBar()->setValue(scroll->verticalScrollBar()->maximum());
  saveScreenshots(&page, "setup-training");
}

TEST_F(Setup, TheExampleIsOfferedWhileNothingIsChosen) {
  auto* demo = child<QPushButton>(&page, "demoButton");
  ASSERT_TRUE(demo->isVisible());
  QTest::mouseClick(demo, Qt::LeftButton);
  ASSERT_TRUE(planned());
  EXPECT_FALSE(demo->isVisible());
  EXPECT_TRUE(startButton()->isEnabled());
  EXPECT_TRUE(child<QLabel>(&page, "planNote")->text().contains("60 steps"));
}

TEST(Suggestion, ReadsWhatASentenceWouldSet) {
  const auto isKey = [](const QString& word) { return QStringList{"r", "max_length", "gradient_checkpointing", "per_device_train_batch_size", "gradient_accumulation_steps"}.contains(word); };
  const auto isMethod = [](const QString& word) { return word == "LORA"; };
  using Pairs = std::vector<std::pair<QString, Json>>;
  EXPECT_EQ(readSuggestion("Set per_device_train_batch_size to 4 and gradient_accumulation_steps to 2: the same step in smaller parts (1.20 GB).", isKey, isMethod).settings,
            (Pairs{{"per_device_train_batch_size", 4}, {"gradient_accumulation_steps", 2}}));
  EXPECT_EQ(readSuggestion("Turn gradient_checkpointing on: slower by about a third, the same result (0.90 GB).", isKey, isMethod).settings,
            (Pairs{{"gradient_checkpointing", true}}));
  EXPECT_EQ(readSuggestion("Set per_device_train_batch_size to 1, gradient_accumulation_steps to 8, gradient_checkpointing on and max_length to 64 (0.80 GB).", isKey, isMethod).settings.size(), 4u);
  EXPECT_EQ(readSuggestion("training.max_length=512", isKey, isMethod).settings, (Pairs{{"max_length", 512}}));
  EXPECT_EQ(readSuggestion("Use LORA in place of FULL (0.80 GB).", isKey, isMethod).method, "LORA");
  EXPECT_TRUE(readSuggestion("No setting makes it fit: use a smaller model.", isKey, isMethod).empty());
}

TEST(MethodModels, KeepTheRulesOfItemModels) {
  FakeEngine engine("/tmp/x");
  MethodModel model(engine.methods());
  QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
  MethodFilter filter;
  filter.setSourceModel(&model);
  QAbstractItemModelTester filter_tester(&filter, QAbstractItemModelTester::FailureReportingMode::Fatal);
  filter.setFamily("prompt");
  EXPECT_EQ(filter.rowCount(), 2);
  filter.setWords("prefix keys");
  EXPECT_EQ(filter.rowCount(), 1);
  filter.setNeeds(true, false, false);
  EXPECT_EQ(filter.rowCount(), 0);
}

TEST(Export, WritesVerifiesAndShowsTheReceipt) {
  auto engine = std::make_shared<FakeEngine>("/tmp/paretune-ui-test");
  const QString run = QString::fromStdString(engine->runs().back().id);
  ExportDialog dialog(engine, run);
  dialog.show();
  EXPECT_EQ(child<QComboBox>(&dialog, "exportFormat")->count(), 4);
  QTest::mouseClick(child<QPushButton>(&dialog, "exportButton"), Qt::LeftButton);
  EXPECT_TRUE(dialog.isBusy());
  ASSERT_TRUE(QTest::qWaitFor([&] { return !dialog.isBusy(); }, 4000));
  EXPECT_TRUE(child<QLabel>(&dialog, "exportStatus")->text().contains("verified"));
  EXPECT_TRUE(child<QLabel>(&dialog, "exportReceipt")->text().contains("1.2e-06"));
  saveScreenshots(&dialog, "export");
}

TEST(Export, CancelStopsTheWorkAndErrorsAreShown) {
  auto engine = std::make_shared<FakeEngine>("/tmp/paretune-ui-test");
  ExportDialog dialog(engine, QString::fromStdString(engine->runs().back().id));
  dialog.show();
  QTest::mouseClick(child<QPushButton>(&dialog, "exportButton"), Qt::LeftButton);
  QTest::mouseClick(child<QPushButton>(&dialog, "exportCancel"), Qt::LeftButton);
  ASSERT_TRUE(QTest::qWaitFor([&] { return !dialog.isBusy(); }, 4000));
  EXPECT_TRUE(child<QLabel>(&dialog, "exportStatus")->text().contains("Cancelled"));
  EXPECT_TRUE(dialog.isVisible());
  auto* path = child<QLineEdit>(&dialog, "exportPath");
  path->selectAll();
  QTest::keyClicks(path, "/readonly/x");
  QTest::mouseClick(child<QPushButton>(&dialog, "exportButton"), Qt::LeftButton);
  ASSERT_TRUE(QTest::qWaitFor([&] { return !dialog.isBusy(); }, 4000));
  EXPECT_TRUE(child<QLabel>(&dialog, "exportStatus")->text().contains("Choose a folder you own"));
}

TEST(Doctor, ListsChecksWithRemedies) {
  auto engine = std::make_shared<FakeEngine>("/tmp/paretune-ui-test");
  DoctorPage page(engine);
  page.resize(1184, 760);
  page.show();
  auto* table = child<QTableView>(&page, "doctorTable");
  ASSERT_TRUE(QTest::qWaitFor([&] { return table->model()->rowCount() == 3; }, 3000));
  EXPECT_EQ(child<QLabel>(&page, "doctorSummary")->text(), "1 check needs a look.");
  QTest::mouseClick(child<QPushButton>(&page, "doctorRerun"), Qt::LeftButton);
  EXPECT_FALSE(child<QPushButton>(&page, "doctorRerun")->isEnabled());
  ASSERT_TRUE(QTest::qWaitFor([&] { return child<QPushButton>(&page, "doctorRerun")->isEnabled(); }, 3000));
  saveScreenshots(&page, "doctor");
}

}  // namespace
}  // namespace paretune

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QSignalSpy>
#include <QToolButton>
#include <QUrl>
#include <chrono>

#include "tests/ui/ui_test_tools.h"
#include "ui/pages/data_row_model.h"
#include "ui/widgets/length_histogram.h"
#include "ui/widgets/memory_bar.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/param_editor.h"
#include "ui/widgets/param_form.h"
#include "ui/widgets/path_edit.h"
#include "ui/widgets/token_view.h"

namespace paretune {
namespace {

ParamSchema everyType() {
  return {{
      {"flag", ParamType::boolean, false, "A flag."},
      {"maybe_flag", ParamType::boolean, nullptr, "A flag that may be unset."},
      {"count", ParamType::integer, 8, "A count.", 1.0, 64.0},
      {"maybe_count", ParamType::integer, nullptr, "A count that may be unset."},
      {"rate", ParamType::number, 2e-4, "A rate.", 0.0, 1.0},
      {"title", ParamType::text, "x", "A text."},
      {"maybe_title", ParamType::text, nullptr, "A text that may be unset."},
      {"kind", ParamType::choice, "a", "One of three.", {}, {}, {"a", "b", "c"}},
      {"targets", ParamType::text_list, nullptr, "Modules."},
      {"metrics", ParamType::text_list, Json::array({"loss"}), "Metrics.", {}, {}, {}, true},
      {"pattern", ParamType::any, nullptr, "Anything.", {}, {}, {}, true},
      {"alpha", ParamType::any, 8, "Anything with a default.", {}, {}, {}, true},
  }};
}

TEST(ParamForm, GivesBackEveryValueItIsGiven) {
  const Json cases[] = {
      Json::object(),
      {{"flag", true}, {"maybe_flag", false}, {"count", 16}, {"maybe_count", 0}, {"rate", 1e-5}, {"title", ""}, {"maybe_title", "hello world"}},
      {{"kind", "c"}, {"targets", "all-linear"}, {"metrics", Json::array()}, {"pattern", {{"q_proj", 4}, {"v.*", 8}}}, {"alpha", Json::array({1, 2})}},
      {{"targets", Json::array({"q_proj"})}, {"metrics", Json::array({"loss", "exact_match"})}, {"pattern", "text"}, {"alpha", "16"}},
      {{"targets", "q_proj"}, {"pattern", true}, {"title", " padded "}, {"maybe_title", "\"quoted\""}},
      {{"targets", ".*\\.(q|v)_proj"}, {"metrics", Json::array({"a,b", "c"})}, {"pattern", 3.5}},
      {{"targets", Json::array()}, {"maybe_title", ""}, {"alpha", nullptr}},
      {{"rate", 0.1}, {"maybe_count", 9007199254740993}, {"maybe_flag", true}},
  };
  ParamForm form;
  form.setSchema(everyType());
  for (const Json& given : cases) {
    form.setValue(given);
    EXPECT_EQ(form.value(), given) << given;
    EXPECT_EQ(form.changedCount(), static_cast<int>(given.size())) << given;
  }
}

TEST(ParamForm, DefaultsAreNotGiven) {
  ParamForm form;
  form.setSchema(everyType());
  form.setValue(everyType().defaults());
  EXPECT_EQ(form.value(), Json::object());
  EXPECT_TRUE(form.isValid());
  EXPECT_EQ(form.summary(), "All defaults");
}

TEST(ParamForm, KeepsKeysItHasNoEditorFor) {
  ParamForm form;
  form.setSchema(everyType(), {"count"});
  const Json given = {{"count", 12}, {"unknown_key", "kept"}, {"flag", true}};
  form.setValue(given);
  EXPECT_EQ(form.value(), given);
}

TEST(ParamForm, TypingClickingAndResettingChangeTheValue) {
  ParamForm form;
  form.setSchema(everyType());
  form.show();
  QSignalSpy changed(&form, &ParamForm::changed);
  auto* count = child<QLineEdit>(&form, "param_count");
  count->selectAll();
  QTest::keyClicks(count, "32");
  EXPECT_EQ(form.value(), Json({{"count", 32}}));
  QTest::keyClick(count, Qt::Key_Up);
  EXPECT_EQ(form.value()["count"], 33);
  QTest::mouseClick(child<QCheckBox>(&form, "param_flag"), Qt::LeftButton, {}, QPoint(8, child<QCheckBox>(&form, "param_flag")->height() / 2));
  EXPECT_EQ(form.value()["flag"], true);
  auto* kind = child<QComboBox>(&form, "param_kind");
  kind->setFocus();
  QTest::keyClick(kind, Qt::Key_Down);
  EXPECT_EQ(form.value()["kind"], "b");
  EXPECT_GE(changed.count(), 4);
  EXPECT_TRUE(form.findChild<QWidget*>("row_count")->findChild<QLabel*>()->text().contains("<b>"));
  EXPECT_EQ(child<QLabel>(&form, "paramCount")->text(), "3 non-default settings");
  auto* reset = child<QToolButton>(&form, "reset_count");
  ASSERT_TRUE(reset->isVisible());
  QTest::mouseClick(reset, Qt::LeftButton);
  EXPECT_FALSE(form.value().contains("count"));
  EXPECT_FALSE(reset->isVisible());
  QTest::mouseClick(child<QToolButton>(&form, "paramResetAll"), Qt::LeftButton);
  EXPECT_EQ(form.value(), Json::object());
}

TEST(ParamForm, WrongValuesAreNamedInPlace) {
  ParamForm form;
  form.setSchema(everyType());
  form.show();
  auto* count = child<QLineEdit>(&form, "param_count");
  for (const char* wrong : {"many", "1.5", "0", "65", "nan"}) {
    count->setText(wrong);
    EXPECT_FALSE(form.isValid()) << wrong;
    EXPECT_TRUE(child<QLabel>(&form, "problem_count")->isVisible()) << wrong;
    EXPECT_TRUE(form.problems().join(' ').startsWith("count: ")) << wrong;
  }
  count->setText("64");
  EXPECT_TRUE(form.isValid());
  EXPECT_FALSE(child<QLabel>(&form, "problem_count")->isVisible());
  EXPECT_TRUE(form.showProblem("rate", "too hot"));
  EXPECT_EQ(child<QLabel>(&form, "problem_rate")->text(), "too hot");
  EXPECT_FALSE(form.showProblem("nothing", "x"));
}

TEST(ParamForm, SearchLooksIntoTheFold) {
  ParamForm form;
  form.setSchema(everyType());
  form.show();
  EXPECT_FALSE(child<QWidget>(&form, "row_pattern")->isVisible());
  QTest::keyClicks(child<QLineEdit>(&form, "paramSearch"), "pattern");
  EXPECT_TRUE(child<QWidget>(&form, "row_pattern")->isVisible());
  EXPECT_FALSE(child<QWidget>(&form, "row_count")->isVisible());
  form.setFilter({});
  EXPECT_TRUE(child<QWidget>(&form, "row_count")->isVisible());
  QTest::mouseClick(child<QToolButton>(&form, "paramAdvanced"), Qt::LeftButton);
  EXPECT_TRUE(child<QWidget>(&form, "row_pattern")->isVisible());
}

TEST(ParamForm, WholeTrainingAndDataSchemasRoundTrip) {
  for (const ParamSchema* schema : {&training_schema(), &data_schema()}) {
    ParamForm form;
    form.setSchema(*schema, {}, {"max_steps", "format"});
    form.setValue(schema->defaults());
    EXPECT_EQ(form.value(), Json::object());
    EXPECT_TRUE(form.isValid()) << form.problems().join('\n').toStdString();
  }
}

TokenView longRow(int count) {
  TokenView row;
  for (int i = 0; i < count; ++i) {
    row.ids.push_back(i);
    row.tokens.push_back(i % 17 == 0 ? "<|im_start|>" : i % 13 == 0 ? "\n" : " word" + std::to_string(i));
    row.trained.push_back(i % 3 == 0);
  }
  return row;
}

TEST(TokenChips, MarksTrainedTokensByColourAndUnderline) {
  TokenChips view;
  view.resize(400, 200);
  TokenView row;
  row.ids = {1, 2};
  row.tokens = {"aaa", "aaa"};
  row.trained = {false, true};
  view.setTokens(row);
  view.show();
  QTest::qWait(30);
  const QImage picture = view.viewport()->grab().toImage();
  const QRect plain = view.tokenRect(0), trained = view.tokenRect(1);
  EXPECT_EQ(view.trainedCount(), 1);
  EXPECT_NE(picture.pixelColor(plain.left() + 2, plain.center().y()), picture.pixelColor(trained.left() + 2, trained.center().y()));
  const QColor under = picture.pixelColor(trained.center().x(), trained.bottom()), not_under = picture.pixelColor(plain.center().x(), plain.bottom() - 1);
  EXPECT_NE(under, not_under);
  EXPECT_EQ(under, theme::good(view.palette()));
}

TEST(TokenChips, PointingShowsTheIdAndKeysMove) {
  TokenChips view;
  view.resize(300, 200);
  view.setTokens(longRow(60), 90);
  view.show();
  QSignalSpy spy(&view, &TokenChips::currentChanged);
  QTest::mouseMove(view.viewport(), view.tokenRect(3).center());
  QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, view.tokenRect(3).center());
  EXPECT_EQ(view.current(), 3);
  EXPECT_TRUE(view.describe(3).contains("id 3"));
  EXPECT_TRUE(view.describe(3).contains("trained"));
  QTest::keyClick(&view, Qt::Key_Right);
  EXPECT_EQ(view.current(), 4);
  QTest::keyClick(&view, Qt::Key_End);
  EXPECT_EQ(view.current(), 59);
  EXPECT_TRUE(view.viewport()->rect().contains(view.tokenRect(59)));
  EXPECT_GE(spy.count(), 3);
}

TEST(TokenChips, WhiteSpaceAndSpecialTokensAreSeen) {
  EXPECT_EQ(TokenChips::visibleText(" a\n"), QString::fromUtf8("·a↵"));
  EXPECT_TRUE(TokenChips::isSpecial("<|im_start|>"));
  EXPECT_TRUE(TokenChips::isSpecial("</s>"));
  EXPECT_FALSE(TokenChips::isSpecial("<0x0A>"));
  EXPECT_FALSE(TokenChips::isSpecial("word"));
}

TEST(TokenChips, AHundredThousandTokensStayQuick) {
  TokenChips view;
  view.resize(600, 400);
  view.show();
  const TokenView row = longRow(100000);
  const auto start = std::chrono::steady_clock::now();
  view.setTokens(row);
  const auto laid = std::chrono::steady_clock::now();
  for (int i = 0; i < 20; ++i) {
    view.setCurrent(i * 4999);
    view.viewport()->grab();
  }
  const auto painted = std::chrono::steady_clock::now();
  const double per_paint = std::chrono::duration<double, std::milli>(painted - laid).count() / 20;
  EXPECT_LT(std::chrono::duration<double>(laid - start).count(), 2.0);
  EXPECT_LT(per_paint, 60.0);  // a picture of what is visible, not of all
  EXPECT_GE(view.tokenAt(view.tokenRect(0).center()), 0);
}

TEST(LengthHistogram, CountsRowsBeyondTheCut) {
  LengthHistogram view;
  view.resize(300, 110);
  view.setLengths({1, 2, 3, 100, 200, 300}, 150);
  EXPECT_EQ(view.rowsBeyondCut(), 2);
  EXPECT_LE(view.binCount(), 40);
  EXPECT_FALSE(view.grab().isNull());
  view.setLengths({}, 150);
  EXPECT_EQ(view.binCount(), 0);
  view.setLengths({5}, 0);
  EXPECT_EQ(view.rowsBeyondCut(), 0);
}

TEST(MemoryBar, SaysItsFiguresInWords) {
  MemoryBar bar;
  Plan plan;
  plan.parts = {{"weights", 600'000'000}, {"optimizer", 400'000'000}};
  plan.total_bytes = 1'000'000'000;
  plan.available_bytes = 800'000'000;
  plan.fits = false;
  bar.setPlan(plan);
  bar.resize(300, bar.heightForWidth(300));
  EXPECT_FALSE(bar.grab().isNull());
  EXPECT_TRUE(bar.accessibleDescription().contains("Optimiser"));
  EXPECT_GT(bar.heightForWidth(300), bar.heightForWidth(1200) - 1);
}

TEST(MessageBar, StaysForErrorsAndLeavesOnEscape) {
  MessageBar bar;
  bar.showMessage(2, "a.jsonl row 3: no trained token");
  EXPECT_TRUE(bar.isVisible());
  EXPECT_EQ(bar.accessibleName(), "Error");
  QTest::keyClick(&bar, Qt::Key_Escape);
  EXPECT_FALSE(bar.isVisible());
  bar.showMessage(0, "hello");
  QTest::mouseClick(child<QToolButton>(&bar, "messageClose"), Qt::LeftButton);
  EXPECT_FALSE(bar.isVisible());
}

TEST(PathEdit, TakesDropsAndTypedPathsOnce) {
  PathEdit edit(PathEdit::Kind::open_file, "file");
  edit.resize(300, 40);
  edit.show();
  QSignalSpy spy(&edit, &PathEdit::pathChanged);
  QMimeData data;
  data.setUrls({QUrl::fromLocalFile("/tmp/rows.jsonl")});
  QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(&edit, &enter);
  EXPECT_TRUE(enter.isAccepted());
  QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(&edit, &drop);
  EXPECT_EQ(edit.path(), "/tmp/rows.jsonl");
  EXPECT_EQ(spy.count(), 1);
  edit.line()->setFocus();
  QTest::keyClick(edit.line(), Qt::Key_Return);
  EXPECT_EQ(spy.count(), 1);  // the same path again is no news
  QTest::keyClicks(edit.line(), "x");
  QTest::keyClick(edit.line(), Qt::Key_Return);
  EXPECT_EQ(spy.count(), 2);
}

TEST(DataRowModel, KeepsTheRulesOfItemModels) {
  DataRowModel model;
  QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
  DataRow row;
  row.row = 7;
  row.summary = "hello";
  row.trained_tokens = 3;
  model.setRows({row, row});
  EXPECT_EQ(model.rowCount(), 2);
  EXPECT_EQ(model.data(model.index(0, DataRowModel::row_number), Qt::DisplayRole).toInt(), 7);
  model.setRows({});
  EXPECT_EQ(model.rowCount(), 0);
}

}  // namespace
}  // namespace paretune

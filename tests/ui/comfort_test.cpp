// SPDX-License-Identifier: GPL-3.0-or-later
// Taking back, dropping, finding again, the first visit and the second language, as a person meets them.
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QToolButton>
#include <QUndoStack>

#include "tests/ui/window_fixture.h"
#include "ui/bridge/dropped.h"
#include "ui/bridge/recent.h"
#include "ui/bridge/run_controller.h"
#include "ui/pages/setup_history.h"
#include "ui/pages/setup_page.h"
#include "ui/tour.h"
#include "ui/widgets/message_bar.h"

namespace paretune {
namespace {

struct Comfort : WindowFixture {
  Json file() { return window->setupPage()->runFile(); }
  QUndoStack* stack() { return window->setupPage()->undoStack(); }
  bool ready() {
    return waitUntil([&] { return child<QPushButton>(window.get(), "startButton")->isEnabled() && window->setupPage()->missing().isEmpty(); });
  }
  void openDemo() {
    open({}, {true, false});
    ASSERT_TRUE(ready());
  }
  QLineEdit* field(const char* name) {
    auto* line = child<QLineEdit>(window.get(), name);
    line->setFocus();
    EXPECT_TRUE(line->hasFocus());
    line->selectAll();
    return line;
  }
  void drop(const QStringList& paths) {
    QMimeData data;
    QList<QUrl> urls;
    for (const QString& path : paths) urls << QUrl::fromLocalFile(path);
    data.setUrls(urls);
    QDragEnterEvent enter(QPoint(400, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(window.get(), &enter);
    ASSERT_TRUE(enter.isAccepted());
    QDropEvent event(QPointF(400, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(window.get(), &event);
  }
  QString bar() { return window->messageBar()->text(); }
};

TEST_F(Comfort, TypingIsOneStepBackAndForth) {
  openDemo();
  EXPECT_FALSE(stack()->canUndo()) << "what the program fills in itself is nothing to take back";
  const Json before = file();
  QTest::keyClicks(field("param_r"), "128");
  EXPECT_EQ(file()["peft"]["r"], 128);
  EXPECT_EQ(stack()->count(), 1);
  EXPECT_EQ(window->findChild<QAction*>("undo")->text(), "Undo: r");
  press(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_EQ(file(), before);
  press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
  EXPECT_EQ(file()["peft"]["r"], 128);
  press(Qt::Key_Z, Qt::ControlModifier);
  press(Qt::Key_Y, Qt::ControlModifier);
  EXPECT_EQ(file()["peft"]["r"], 128);
}

TEST_F(Comfort, EveryKindOfChangeComesBack) {
  openDemo();
  std::vector<Json> states = {file()};
  const auto changed = [&](const char* what) {
    ASSERT_NE(file(), states.back()) << what;
    states.push_back(file());
    EXPECT_EQ(stack()->count(), int(states.size()) - 1) << what;
  };
  QTest::keyClicks(field("param_r"), "4");
  changed("a number");
  QTest::keyClicks(field("param_learning_rate"), "0.5");
  changed("another number");
  auto* kept = child<QComboBox>(window.get(), "quantization");
  kept->setCurrentIndex(kept->findData("nf4"));
  changed("a choice");
  auto* list = child<QListView>(window.get(), "methodList");
  list->setCurrentIndex(list->model()->index(1, 0));
  changed("the method");
  click(child<QPushButton>(window.get(), "presetMemory"));
  changed("a preset");
  auto* name = child<QLineEdit>(child<QWidget>(window.get(), "planPane"), "runName");
  name->setFocus();
  QTest::keyClicks(name, "mine");
  changed("the name");
  QTest::keyClicks(field("dataPath"), home.filePath("other.jsonl"));
  press(Qt::Key_Return);
  changed("the data");
  window->setupPage()->offerModel("HuggingFaceTB/SmolLM2-360M");
  changed("the model");
  for (std::size_t i = states.size() - 1; i-- > 0;) {
    stack()->undo();
    EXPECT_EQ(file(), states[i]) << i;
  }
  EXPECT_FALSE(stack()->canUndo());
  for (std::size_t i = 1; i < states.size(); ++i) {
    stack()->redo();
    EXPECT_EQ(file(), states[i]) << i;
  }
  QTest::qWait(600);  // answers of the engine change no setting
  EXPECT_EQ(stack()->count(), int(states.size()) - 1);
}

TEST_F(Comfort, SearchFieldsKeepTheirOwnUndo) {
  openDemo();
  QTest::keyClicks(field("param_r"), "4");
  auto* words = field("methodFilter");
  QTest::keyClicks(words, "vera");
  press(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_NE(words->text(), "vera");
  EXPECT_EQ(file()["peft"]["r"], 4);
}

TEST(SetupHistory, NamesWhatDiffers) {
  const Json a = {{"model", "x"}, {"name", nullptr}, {"data", {{"path", "f"}}}, {"peft", {{"peft_type", "LORA"}, {"r", 8}}}, {"training", {{"max_steps", 3}}}};
  const auto with = [&](const char* pointer, const Json& value) {
    Json b = a;
    b[Json::json_pointer(pointer)] = value;
    return SetupHistory::difference(a, b);
  };
  EXPECT_EQ(with("/model", "y"), "base model");
  EXPECT_EQ(with("/data/path", "g"), "data file");
  EXPECT_EQ(with("/data/max_length", 5), "max_length");
  EXPECT_EQ(with("/peft/peft_type", "IA3"), "method");
  EXPECT_EQ(with("/peft/target_modules", Json{"a", "b"}), "target_modules");
  Json two = a;
  two["training"] = {{"max_steps", 4}, {"learning_rate", 1}};
  EXPECT_EQ(SetupHistory::difference(a, two), "several settings");
}

TEST_F(Comfort, FilesAreToldApartByWhatTheyHold) {
  write("hf/config.json", "{}");
  write("hf/model.safetensors", "x");
  write("adapter/adapter_config.json", "{}");
  write("adapter/adapter_model.safetensors", "x");
  const std::pair<QString, Dropped::Kind> cases[] = {
      {home.filePath("hf"), Dropped::model},
      {home.filePath("hf/model.safetensors"), Dropped::model},
      {home.filePath("adapter"), Dropped::adapter},
      {home.filePath("adapter/adapter_model.safetensors"), Dropped::adapter},
      {write("m.GGUF", "x"), Dropped::model},
      {write("rows.jsonl", "{}\n"), Dropped::data},
      {write("rows.json", "[{\"text\": \"a\"}]"), Dropped::data},
      {write("one.json", "{\"text\": \"a\"}"), Dropped::data},
      {write("rows.csv", "text\na\n"), Dropped::data},
      {write("run.json", "{\"model\": \"demo\", \"peft\": {\"peft_type\": \"LORA\"}}"), Dropped::run_file},
      {write("notes.txt", "x"), Dropped::nothing},
      {home.path(), Dropped::nothing},
      {home.filePath("gone.jsonl"), Dropped::nothing}};
  for (const auto& [path, kind] : cases) EXPECT_EQ(classify(path).kind, kind) << path.toStdString();
  EXPECT_EQ(classify(home.filePath("hf/model.safetensors")).path, QDir(home.filePath("hf")).absolutePath());
}

TEST_F(Comfort, DroppedOnAnyPageTheyAreSetUp) {
  openDemo();
  window->goTo(MainWindow::kCompare);
  const QString rows = write("my rows.jsonl", "{\"text\": \"a\"}\n"), model = write("small.gguf", "x");
  write("adapter/adapter_config.json", "{}");
  drop({rows, model});
  EXPECT_EQ(window->page(), MainWindow::kSetup);
  EXPECT_EQ(file()["data"]["path"], rows.toStdString());
  EXPECT_EQ(file()["model"], model.toStdString());
  drop({home.filePath("adapter")});
  EXPECT_EQ(file()["init_adapter"], home.filePath("adapter").toStdString());
  drop({write("run.json", "{\"model\": \"demo\", \"data\": {\"path\": \"x.jsonl\"}, \"peft\": {\"peft_type\": \"LORA\", \"r\": 3}}")});
  EXPECT_EQ(file()["peft"]["r"], 3);
  const Json before = file();
  drop({write("notes.txt", "x")});
  EXPECT_TRUE(bar().contains("notes.txt is nothing to train with")) << bar().toStdString();
  EXPECT_EQ(file(), before);
  EXPECT_GE(stack()->count(), 4);  // each of them can be taken back
}

TEST_F(Comfort, WhatCouldBeReadIsOfferedAgain) {
  openDemo();
  const QString rows = write("rows.jsonl", "{}\n"), model = write("small.gguf", "x");
  drop({rows});
  drop({model});
  QSettings settings(home.filePath("studio.ini"), QSettings::IniFormat);
  const auto remembered = [&] {
    Recent recent(&settings);
    settings.sync();
    return recent.items(Recent::kModel).contains(model) && recent.items(Recent::kData).contains(rows);
  };
  EXPECT_TRUE(waitUntil(remembered));
  window->close();
  window.reset();
  open({}, {true, false});
  auto* combo = child<QComboBox>(window.get(), "modelCombo");
  EXPECT_TRUE(waitUntil([&] { return combo->findData(model) >= 0; }));
  ASSERT_TRUE(ready());
  auto* menu = child<QToolButton>(child<QWidget>(window.get(), "dataCard"), "pathRecent")->menu();
  QAction* again = nullptr;
  for (QAction* action : menu->actions())
    if (action->toolTip() == rows) again = action;
  ASSERT_NE(again, nullptr);
  again->trigger();
  EXPECT_EQ(file()["data"]["path"], rows.toStdString());
  // A file that is gone is no longer offered.
  ASSERT_TRUE(QFile::remove(model));
  EXPECT_FALSE(Recent(&settings).items(Recent::kModel).contains(model));
}

TEST_F(Comfort, TheTourPointsAtRealWidgetsAndIsShownOnce) {
  FakeEngineOptions fake;
  fake.with_runs = false;
  open(fake);
  ASSERT_TRUE(waitUntil([&] { return window->tour() && window->tour()->isVisible(); }));
  Tour* tour = window->tour();
  ASSERT_GE(tour->stopCount(), 4);
  QStringList titles;
  for (int stop = 0; stop < tour->stopCount(); ++stop) {
    EXPECT_EQ(tour->stop(), stop);
    ASSERT_NE(tour->target(), nullptr);
    EXPECT_TRUE(tour->target()->isVisible());
    EXPECT_FALSE(tour->target()->visibleRegion().isEmpty()) << tour->target()->objectName().toStdString();
    EXPECT_TRUE(window->rect().contains(tour->geometry()));
    const QRect target(tour->target()->mapTo(window.get(), QPoint()), tour->target()->size());
    EXPECT_FALSE(tour->geometry().contains(target.center())) << "the bubble hides what it speaks of, stop " << stop;
    titles << child<QLabel>(tour, "tourTitle")->text();
    EXPECT_TRUE(tour->isAncestorOf(QApplication::focusWidget()));
    press(Qt::Key_Return);
  }
  EXPECT_EQ(titles.removeDuplicates(), 0);
  EXPECT_FALSE(tour->isVisible());
  EXPECT_TRUE(setting("tour/seen").toBool());
  window.reset();
  open();
  QTest::qWait(300);
  EXPECT_EQ(window->tour(), nullptr);
  window->findChild<QAction*>("tour")->trigger();
  ASSERT_TRUE(window->tour() && window->tour()->isVisible());
  press(Qt::Key_Escape);
  EXPECT_FALSE(window->tour()->isVisible());
}

TEST_F(Comfort, TheTourIsInNobodysWay) {
  FakeEngineOptions fake;
  fake.with_runs = false;
  fake.steps = 20;
  open(fake, {true});
  ASSERT_TRUE(waitUntil([&] { return window->tour() && window->tour()->isVisible(); }));
  ASSERT_TRUE(ready());
  press(Qt::Key_F5);  // one action from launch to training, tour or not
  ASSERT_TRUE(waitUntil([&] { return window->page() == MainWindow::kRuns; }));
  EXPECT_TRUE(waitUntil([&] { return !window->tour()->isVisible(); }));
  EXPECT_TRUE(setting("tour/seen").toBool());
}

TEST_F(Comfort, WhoHasRunsIsNotShownAround) {
  open();
  QTest::qWait(300);
  EXPECT_EQ(window->tour(), nullptr);
}

TEST_F(Comfort, GermanIsChosenKeptAndLeft) {
  openDemo();
  QTest::keyClicks(field("param_r"), "77");
  window->findChild<QAction*>("language:de")->trigger();
  EXPECT_TRUE(window->restartWanted());
  EXPECT_FALSE(window->isVisible());
  const Json kept = window->setupFile();
  window.reset();
  open({}, {false, false, kept});  // as run_studio does
  EXPECT_EQ(child<QToolButton>(window.get(), "railSetup")->text(), "Einrichten");
  EXPECT_TRUE(window->windowTitle().startsWith("Einrichten"));
  EXPECT_EQ(file()["peft"]["r"], 77);
  ASSERT_TRUE(waitUntil([&] { return child<QPushButton>(window.get(), "startButton")->text() == "Training starten"; }));
  EXPECT_TRUE(window->findChild<QAction*>("language:de")->isChecked());
  window->findChild<QAction*>("language:en")->trigger();
  EXPECT_TRUE(window->restartWanted());
  window.reset();
  open({}, {false, false});
  EXPECT_EQ(child<QToolButton>(window.get(), "railSetup")->text(), "Setup");
}

TEST_F(Comfort, ErrorsWithNamesAreInTheLanguageOfTheWindow) {
  set("language", "de");
  open({}, {true, false});
  const QString file = write("run.json", R"({"model": "demo", "data": {"path": "x.jsonl"}, "peft": {"peft_type": "LORA"}, "training": {"lerning_rate": 1}})");
  drop({file});
  EXPECT_EQ(bar(), file + QString::fromUtf8(": training: unbekannter Schlüssel \"lerning_rate\"; ist \"learning_rate\" gemeint?\n"
                                            "  Abhilfe: \"learning_rate\" schreiben oder den Schlüssel entfernen."))
      << bar().toStdString();
}

TEST_F(Comfort, LanguageWaitsForARunThatGoesOn) {
  FakeEngineOptions fake;
  fake.steps = 2000;
  open(fake, {true, false});
  ASSERT_TRUE(ready());
  press(Qt::Key_F5);
  ASSERT_TRUE(waitUntil([&] { return !window->controller()->liveRuns().isEmpty(); }));
  window->setLanguage("de");
  EXPECT_FALSE(window->restartWanted());
  EXPECT_TRUE(window->isVisible());
  EXPECT_TRUE(bar().contains("next start"));
  EXPECT_EQ(setting("language").toString(), "de");
}

}  // namespace
}  // namespace paretune

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSlider>
#include <QTemporaryDir>
#include <QTextBlock>
#include <QToolButton>
#include <cmath>

#include "tests/ui/fake_engine.h"
#include "tests/ui/ui_test_tools.h"
#include "ui/pages/chat_pane.h"
#include "ui/pages/chat_store.h"
#include "ui/pages/play_column.h"
#include "ui/pages/playground_page.h"
#include "ui/widgets/card.h"

namespace paretune {
namespace {

// Keeps what was asked, so that the requests can be looked at.
class AskedEngine : public FakeEngine {
 public:
  using FakeEngine::FakeEngine;
  Result<GenerateResult> generate(const GenerateRequest& request, OnText on_text, std::stop_token stop) override {
    {
      std::lock_guard lock(m_lock);
      m_asked.push_back(request);
    }
    return FakeEngine::generate(request, on_text, stop);
  }
  Result<CombinationReceipt> combine(const CombinationRequest& request) override {
    {
      std::lock_guard lock(m_lock);
      m_mixed.push_back(request);
    }
    return FakeEngine::combine(request);
  }
  std::vector<GenerateRequest> asked() {
    std::lock_guard lock(m_lock);
    return m_asked;
  }
  std::vector<CombinationRequest> mixed() {
    std::lock_guard lock(m_lock);
    return m_mixed;
  }

 private:
  std::mutex m_lock;
  std::vector<GenerateRequest> m_asked;
  std::vector<CombinationRequest> m_mixed;
};

struct Playground : testing::Test {
  QTemporaryDir home;
  std::shared_ptr<AskedEngine> engine = std::make_shared<AskedEngine>(home.path().toStdString());
  PlaygroundPage page{engine};
  std::string run = engine->runs().back().id;
  QPlainTextEdit* prompt = child<QPlainTextEdit>(&page, "playPrompt");
  ChatPane* base = child<ChatPane>(&page, "playBase");

  void SetUp() override {
    page.resize(1184, 760);
    page.show();
    page.setModelAndAdapter("demo", QString::fromStdString(run));
    ASSERT_TRUE(QTest::qWaitFor([&] { return child<QComboBox>(&page, "playRun")->findData(QString::fromStdString(run)) >= 0; }, 20000));
  }
  ChatPane* adapter(const char* name = "playAdapter") { return child<ChatPane>(&page, name); }
  void ask(const char* text) {
    prompt->setFocus();
    QTest::keyClicks(prompt, text);
    QTest::mouseClick(child<QPushButton>(&page, "playSend"), Qt::LeftButton);
  }
  bool done() {
    return QTest::qWaitFor([this] { return !page.isBusy(); }, 8000);
  }
  void add(const QString& id) {
    auto* runs = child<QComboBox>(&page, "playRun");
    const int at = runs->findData(id);
    ASSERT_GE(at, 0);
    runs->setCurrentIndex(at);
    emit runs->activated(at);
  }
};

TEST_F(Playground, BaseAndAdapterAnswerTheSamePromptStreamed) {
  EXPECT_FALSE(child<QPushButton>(&page, "playSend")->isEnabled());
  ask("What is the capital of France?");
  ASSERT_TRUE(QTest::qWaitFor([&] { return base->lastAnswer().size() > 3; }, 3000));
  EXPECT_TRUE(page.isBusy()) << "the first words are there before the answer is whole";
  ASSERT_TRUE(done());
  EXPECT_EQ(base->lastAnswer(), "France is a country in Europe with many cities and rivers.");
  EXPECT_EQ(adapter()->lastAnswer(), "The capital of France is Paris.");
  EXPECT_TRUE(base->toPlainText().contains("42.0 tokens/s"));
  EXPECT_EQ(child<QLabel>(&page, "playVerdict")->text(), "The adapter changed the answer.");
  const auto asked = engine->asked();
  ASSERT_EQ(asked.size(), 2u);
  EXPECT_TRUE(asked[0].adapters.empty());
  EXPECT_EQ(asked[1].adapters, std::vector<std::string>{run});
  EXPECT_EQ(asked[0].model, "demo");
  ASSERT_EQ(asked[1].messages.size(), 1u);
  EXPECT_EQ(asked[1].messages[0].content, "What is the capital of France?");
  saveScreenshots(&page, "playground");
}

TEST_F(Playground, SeveralAdaptersAnswerBesideEachOtherAndCanBeTakenAway) {
  const auto rows = engine->runs();
  add(QString::fromStdString(rows[rows.size() - 2].id));
  add(QString::fromStdString(rows[rows.size() - 3].id));
  add(QString::fromStdString(run));  // there already
  ASSERT_EQ(page.columns().size(), 4u);
  ask("What is the capital of France?");
  ASSERT_TRUE(done());
  const auto asked = engine->asked();
  ASSERT_EQ(asked.size(), 4u);
  EXPECT_EQ(asked[2].adapters, std::vector<std::string>{rows[rows.size() - 2].id});
  EXPECT_EQ(asked[3].adapters, std::vector<std::string>{rows[rows.size() - 3].id});
  EXPECT_EQ(adapter("playAdapter3")->lastAnswer(), "The capital of France is Paris.");
  EXPECT_EQ(child<QLabel>(&page, "playVerdict")->text(), "3 of 3 adapters changed the answer of the base model.");
  saveScreenshots(&page, "playground-several");
  QTest::mouseClick(child<QToolButton>(&page, "playCloseAdapter2"), Qt::LeftButton);
  EXPECT_EQ(page.columns().size(), 3u);
}

TEST_F(Playground, EachSideKeepsItsOwnHistoryAndSettings) {
  child<QPlainTextEdit>(&page, "playSystem")->setPlainText("Be brief.");
  auto* temperature = child<QLineEdit>(&page, "param_temperature");
  temperature->setText("0.7");
  child<QLineEdit>(&page, "param_seed")->setText("5");
  child<QLineEdit>(&page, "param_top_k")->setText("40");
  ask("One");
  ASSERT_TRUE(done());
  prompt->setFocus();
  QTest::keyClicks(prompt, "Two");
  QTest::keyClick(prompt, Qt::Key_Return);
  ASSERT_TRUE(done());
  const auto asked = engine->asked();
  ASSERT_EQ(asked.size(), 4u);
  ASSERT_EQ(asked[3].messages.size(), 4u);
  EXPECT_EQ(asked[3].messages[0].role, "system");
  EXPECT_EQ(asked[3].messages[2].content, "The capital of France is Paris.");
  EXPECT_EQ(asked[2].messages[2].content, "France is a country in Europe with many cities and rivers.");
  EXPECT_EQ(asked[3].messages[3].content, "Two");
  EXPECT_DOUBLE_EQ(asked[3].temperature, 0.7);
  EXPECT_EQ(asked[3].seed, 5u);
  EXPECT_EQ(asked[3].top_k, 40);
}

TEST_F(Playground, TokensShowHowSureTheModelWas) {
  ask("What is the capital of France?");
  ASSERT_TRUE(done());
  const QString plain = base->toPlainText();
  EXPECT_TRUE(engine->asked()[0].logprobs);
  child<QCheckBox>(&page, "playProbabilities")->setChecked(true);
  EXPECT_EQ(base->toPlainText(), plain) << "the words stay";
  int marked = 0, described = 0;
  for (auto block = base->document()->begin(); block.isValid(); block = block.next()) {
    for (auto it = block.begin(); !it.atEnd(); ++it) {
      const auto format = it.fragment().charFormat();
      marked += format.underlineStyle() == QTextCharFormat::DotLine || format.underlineStyle() == QTextCharFormat::WaveUnderline;
      if (!format.toolTip().isEmpty()) ++described;
    }
  }
  EXPECT_GT(marked, 1);
  EXPECT_GT(described, marked);
  EXPECT_TRUE(child<QLabel>(&page, "playLegend")->isVisible());
  saveScreenshots(&page, "playground-tokens");
  child<QCheckBox>(&page, "playProbabilities")->setChecked(false);
  EXPECT_EQ(base->toPlainText(), plain);
  GeneratedToken token{{7, " Paris", std::log(0.25)}, {{8, " Lyon", std::log(0.5)}, {7, " Paris", std::log(0.25)}}};
  EXPECT_EQ(ChatPane::describe(token), QString::fromUtf8("“·Paris”  25 %\ninstead: “·Lyon”  50 %"));
}

TEST_F(Playground, SlidersMixAdaptersAnewForEveryChange) {
  child<Fold>(&page, "playMixFold")->setOpen(true);
  auto* button = child<QPushButton>(&page, "playMix");
  EXPECT_FALSE(button->isEnabled());
  child<QCheckBox>(&page, "mixOn0")->setChecked(true);
  child<QCheckBox>(&page, "mixOn1")->setChecked(true);
  ASSERT_TRUE(button->isEnabled());
  child<QSlider>(&page, "mixSlider1")->setValue(-30);
  QTest::mouseClick(button, Qt::LeftButton);
  ASSERT_EQ(page.columns().size(), 3u);
  ask("Hello");
  ASSERT_TRUE(done());
  ASSERT_EQ(engine->mixed().size(), 1u);
  EXPECT_EQ(engine->mixed()[0].type, "cat");
  EXPECT_EQ(engine->mixed()[0].weights, (std::vector<double>{1, -0.3}));
  const std::string folder = engine->mixed()[0].out;
  EXPECT_TRUE(folder.starts_with(home.path().toStdString() + "/cache/mixes/"));
  EXPECT_EQ(engine->asked().back().adapters, std::vector<std::string>{folder});
  ask("Again");
  ASSERT_TRUE(done());
  EXPECT_EQ(engine->mixed().size(), 1u) << "nothing has changed";
  saveScreenshots(&page, "playground-mix");
  auto* type = child<QComboBox>(&page, "mixType");
  type->setCurrentIndex(type->findData("ties"));
  EXPECT_TRUE(child<QWidget>(&page, "mixDensity")->isVisible());
  ask("Once more");
  ASSERT_TRUE(done());
  ASSERT_EQ(engine->mixed().size(), 2u);
  EXPECT_EQ(engine->mixed()[1].density, 0.5);
  EXPECT_NE(engine->mixed()[1].out, folder);
  EXPECT_FALSE(QFile::exists(QString::fromStdString(folder))) << "the mix before goes";
}

TEST_F(Playground, ChatsAreKeptAndOpenAgain) {
  ask("A first question");
  ASSERT_TRUE(done());
  const QString answer = adapter()->lastAnswer();
  QTest::mouseClick(child<QPushButton>(&page, "playClear"), Qt::LeftButton);
  ask("Another one");
  ASSERT_TRUE(done());
  PlaygroundPage later(engine);
  later.show();
  auto* chats = child<QComboBox>(&later, "playChats");
  ASSERT_EQ(chats->count(), 3);
  EXPECT_EQ(chats->itemText(1), "Another one");
  EXPECT_EQ(chats->itemText(2), "A first question");
  emit chats->activated(2);
  ASSERT_EQ(later.columns().size(), 2u);
  EXPECT_EQ(later.columns()[1]->adapter().toStdString(), run);
  EXPECT_EQ(later.columns()[1]->chat()->lastAnswer(), answer);
  ASSERT_EQ(later.columns()[0]->chat()->messages().size(), 2u);
  emit chats->activated(chats->count() - 1);  // "Delete this chat"
  EXPECT_EQ(chats->count(), 2);
  EXPECT_TRUE(later.columns()[0]->chat()->messages().empty());
}

TEST(ChatStore, ADamagedFileIsSetAsideAndTheOldestGo) {
  QTemporaryDir folder;
  const ChatStore store(folder.filePath("chats.json"));
  QString problem;
  for (int i = 0; i < 105; ++i) EXPECT_TRUE(store.keep({QString::number(i), "demo", {}, {{{}, {}, {{"user", "q" + std::to_string(i)}}}}}, problem));
  auto chats = store.read(problem);
  ASSERT_EQ(chats.size(), 100u);
  EXPECT_EQ(chats[0].title(), "q104");
  EXPECT_TRUE(problem.isEmpty());
  QFile file(folder.filePath("chats.json"));
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  file.write("{\"chats\": [1");
  file.close();
  EXPECT_TRUE(store.read(problem).empty());
  EXPECT_TRUE(problem.contains("chats.json.damaged"));
  EXPECT_TRUE(QFile::exists(folder.filePath("chats.json.damaged")));
}

TEST_F(Playground, StopEndsAllSides) {
  ask("Tell a story");
  ASSERT_TRUE(QTest::qWaitFor([&] { return !base->lastAnswer().isEmpty(); }, 3000));
  QTest::mouseClick(child<QPushButton>(&page, "playStop"), Qt::LeftButton);
  ASSERT_TRUE(done());
  EXPECT_LT(base->lastAnswer().size(), 40);
  EXPECT_TRUE(base->toPlainText().contains("stopped"));
  EXPECT_TRUE(adapter()->messages().empty());
  EXPECT_EQ(engine->asked().size(), 1u);
}

TEST_F(Playground, BaseAloneAndCopy) {
  page.setModelAndAdapter("demo", {});
  EXPECT_EQ(page.columns().size(), 1u);
  ask("Hello");
  ASSERT_TRUE(done());
  EXPECT_EQ(engine->asked().size(), 1u);
  QTest::mouseClick(child<QToolButton>(&page, "playCopyBase"), Qt::LeftButton);
  EXPECT_EQ(QApplication::clipboard()->text(), base->lastAnswer());
  QTest::mouseClick(child<QPushButton>(&page, "playClear"), Qt::LeftButton);
  EXPECT_TRUE(base->toPlainText().isEmpty());
}

TEST_F(Playground, ClosingWhileItAnswersIsSafe) {
  auto other = std::make_unique<PlaygroundPage>(engine);
  other->show();
  other->setModelAndAdapter("demo", QString::fromStdString(run));
  QTest::keyClicks(child<QPlainTextEdit>(other.get(), "playPrompt"), "Hi");
  other->send();
  EXPECT_TRUE(other->isBusy());
  other.reset();
  QTest::qWait(300);
}

}  // namespace
}  // namespace paretune

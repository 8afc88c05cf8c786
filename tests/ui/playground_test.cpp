// SPDX-License-Identifier: GPL-3.0-or-later
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

#include "tests/ui/fake_engine.h"
#include "tests/ui/ui_test_tools.h"
#include "ui/pages/chat_pane.h"
#include "ui/pages/playground_page.h"

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
  std::vector<GenerateRequest> asked() {
    std::lock_guard lock(m_lock);
    return m_asked;
  }

 private:
  std::mutex m_lock;
  std::vector<GenerateRequest> m_asked;
};

struct Playground : testing::Test {
  std::shared_ptr<AskedEngine> engine = std::make_shared<AskedEngine>("/tmp/paretune-ui-test");
  PlaygroundPage page{engine};
  std::string run = engine->runs().back().id;
  QPlainTextEdit* prompt = child<QPlainTextEdit>(&page, "playPrompt");
  ChatPane *base = child<ChatPane>(&page, "playBase"), *adapter = child<ChatPane>(&page, "playAdapter");

  void SetUp() override {
    page.resize(1184, 760);
    page.show();
    page.setModelAndAdapter("demo", QString::fromStdString(run));
  }
  void ask(const char* text) {
    prompt->setFocus();
    QTest::keyClicks(prompt, text);
    QTest::mouseClick(child<QPushButton>(&page, "playSend"), Qt::LeftButton);
  }
  bool done() {
    return QTest::qWaitFor([this] { return !page.isBusy(); }, 6000);
  }
};

TEST_F(Playground, BaseAndAdapterAnswerTheSamePromptStreamed) {
  EXPECT_FALSE(child<QPushButton>(&page, "playSend")->isEnabled());
  ask("What is the capital of France?");
  ASSERT_TRUE(QTest::qWaitFor([&] { return base->lastAnswer().size() > 3; }, 3000));
  EXPECT_TRUE(page.isBusy()) << "the first words are there before the answer is whole";
  ASSERT_TRUE(done());
  EXPECT_EQ(base->lastAnswer(), "France is a country in Europe with many cities and rivers.");
  EXPECT_EQ(adapter->lastAnswer(), "The capital of France is Paris.");
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

TEST_F(Playground, EachSideKeepsItsOwnHistoryAndSettings) {
  child<QPlainTextEdit>(&page, "playSystem")->setPlainText("Be brief.");
  auto* temperature = child<QLineEdit>(&page, "param_temperature");
  temperature->setText("0.7");
  child<QLineEdit>(&page, "param_seed")->setText("5");
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
}

TEST_F(Playground, StopEndsBothSides) {
  ask("Tell a story");
  ASSERT_TRUE(QTest::qWaitFor([&] { return !base->lastAnswer().isEmpty(); }, 3000));
  QTest::mouseClick(child<QPushButton>(&page, "playStop"), Qt::LeftButton);
  ASSERT_TRUE(done());
  EXPECT_LT(base->lastAnswer().size(), 40);
  EXPECT_TRUE(base->toPlainText().contains("stopped"));
  EXPECT_TRUE(adapter->messages().empty());
  EXPECT_EQ(engine->asked().size(), 1u);
}

TEST_F(Playground, BaseAloneAndCopy) {
  page.setModelAndAdapter("demo", {});
  EXPECT_FALSE(adapter->isEnabled());
  ask("Hello");
  ASSERT_TRUE(done());
  EXPECT_EQ(engine->asked().size(), 1u);
  QTest::mouseClick(child<QPushButton>(&page, "playCopyBase"), Qt::LeftButton);
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

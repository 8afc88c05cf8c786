// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>

#include <atomic>
#include <thread>

#include "tests/ui/ui_test_tools.h"
#include "ui/pages/download_dialog.h"

namespace paretune {
namespace {

// A hub in memory: ten steps, then what the test says.
class FakeHub final : public Hub {
 public:
  Result<HubDownload> download(const HubRequest& request, OnProgress progress, std::stop_token stop) override {
    asked = request;
    for (int64_t done = 0; done < 10; ++done) {
      progress({"download", "model.safetensors", done * 100'000'000, 1'000'000'000});
      std::this_thread::sleep_for(std::chrono::milliseconds(pace_ms.load()));
      if (stop.stop_requested()) return Error{ErrorKind::stopped, "stopped", "download", ""};
    }
    if (request.id == "org/none") return Error{ErrorKind::input, "is not on the hub", request.id, "Check the name."};
    HubDownload out;
    out.folder = "/cache/snapshots/c";
    out.files = {{request.files.empty() ? "model.safetensors" : request.files[0], 1'000'000'000}};
    out.bytes = 1'000'000'000;
    return out;
  }
  Status keep_token(const std::string&, const std::string&) override { return {}; }
  Result<bool> forget_token(const std::string&) override { return false; }
  HubRequest asked;
  std::atomic<int> pace_ms{5};
};

struct DownloadWindow : testing::Test {
  std::shared_ptr<FakeHub> hub = std::make_shared<FakeHub>();
  DownloadDialog dialog{hub};
  QSignalSpy refs{&dialog, &DownloadDialog::downloaded};
  QPushButton* button() { return child<QPushButton>(&dialog, "downloadButton"); }
  QLabel* status() { return child<QLabel>(&dialog, "downloadStatus"); }
  void type(const char* field, const QString& text) {
    auto* line = child<QLineEdit>(&dialog, field);
    line->selectAll();
    QTest::keyClicks(line, text);
  }
  bool done() {
    return QTest::qWaitFor([&] { return !dialog.isBusy(); }, 5000);
  }
  void SetUp() override { dialog.show(); }
};

TEST_F(DownloadWindow, ShowsProgressAndNamesTheModel) {
  EXPECT_FALSE(button()->isEnabled());
  type("downloadName", " org/name ");
  EXPECT_TRUE(button()->isEnabled());
  hub->pace_ms = 80;
  QTest::mouseClick(button(), Qt::LeftButton);
  EXPECT_TRUE(dialog.isBusy());
  EXPECT_FALSE(button()->isEnabled());
  ASSERT_TRUE(QTest::qWaitFor([&] { return child<QProgressBar>(&dialog, "downloadProgress")->value() >= 500; }, 5000));
  EXPECT_TRUE(status()->text().contains("model.safetensors")) << status()->text().toStdString();
  ASSERT_TRUE(done());
  EXPECT_EQ(hub->asked.id, "org/name");
  EXPECT_TRUE(hub->asked.files.empty());
  ASSERT_EQ(refs.count(), 1);
  EXPECT_EQ(refs[0][0].toString(), "org/name");
  EXPECT_TRUE(status()->text().contains("checked"));
  saveScreenshots(&dialog, "download");
}

TEST_F(DownloadWindow, AGgufFileIsNamedByItsPath) {
  type("downloadName", "org/name");
  type("downloadFile", "a.gguf");
  QTest::mouseClick(button(), Qt::LeftButton);
  ASSERT_TRUE(done());
  ASSERT_EQ(refs.count(), 1);
  EXPECT_EQ(refs[0][0].toString(), "/cache/snapshots/c/a.gguf");
}

TEST_F(DownloadWindow, CancelKeepsTheDialogAndErrorsAreShown) {
  type("downloadName", "org/name");
  hub->pace_ms = 100;
  QTest::mouseClick(button(), Qt::LeftButton);
  QTest::mouseClick(child<QPushButton>(&dialog, "downloadCancel"), Qt::LeftButton);
  ASSERT_TRUE(done());
  EXPECT_TRUE(dialog.isVisible());
  EXPECT_TRUE(status()->text().contains("kept")) << status()->text().toStdString();
  hub->pace_ms = 1;
  type("downloadName", "org/none");
  QTest::mouseClick(button(), Qt::LeftButton);
  ASSERT_TRUE(done());
  EXPECT_TRUE(status()->text().contains("Check the name.")) << status()->text().toStdString();
  EXPECT_EQ(refs.count(), 0);
  QTest::mouseClick(child<QPushButton>(&dialog, "downloadCancel"), Qt::LeftButton);
  EXPECT_FALSE(dialog.isVisible());
}

}  // namespace
}  // namespace paretune

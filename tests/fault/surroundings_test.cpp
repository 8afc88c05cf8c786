// SPDX-License-Identifier: GPL-3.0-or-later
// The program in bad surroundings: full and read-only disks, odd folders, too little memory, signals, sleep, clocks that jump.
#include <sys/mount.h>
#include <sys/resource.h>

#include "tests/e2e/studio.h"
#include "tests/support/promise.h"
#include "tests/support/tiny_model.h"

namespace paretune::test {
namespace {

namespace fs = std::filesystem;

class Surroundings : public testing::Test {
 protected:
  void SetUp() override {
    write_tiny_model(folder / "model");
    write_tiny_rows(folder / "rows.jsonl");
  }
  std::string run_file(Json training = Json::object()) const {
    Json file = {{"model", folder / "model"},
                 {"data", {{"path", folder / "rows.jsonl"}, {"eval_fraction", 0.0}}},
                 {"peft", {{"peft_type", "LORA"}, {"r", 8}, {"target_modules", "all-linear"}}},
                 {"training", {{"max_steps", 60}, {"per_device_train_batch_size", 2}, {"save_steps", 5}, {"learning_rate", 0.001}, {"seed", 3}}}};
    file["training"].update(training);
    write_all(folder / "run.json", file.dump());
    return folder / "run.json";
  }
  static std::vector<std::string> program(std::vector<std::string> rest, const std::string& home) {
    rest.insert(rest.end(), {"--threads", "1"});
    return program_arguments(rest, home);
  }
  static std::string adapter_in(const std::string& home) {
    for (const auto& run : fs::directory_iterator(home + "/runs")) return read_all(run.path().string() + "/adapter/adapter_model.safetensors");
    return {};
  }
  std::string unbroken() {
    const Outcome outcome = run(program({"train", run_file(), "--quiet"}, folder / "unbroken"));
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return adapter_in(folder / "unbroken");
  }
  // Ends with an error of good manners.
  static void expect_refused(const Outcome& outcome) {
    EXPECT_EQ(outcome.code, 1) << outcome.err;
    EXPECT_FALSE(outcome.crashed);
    EXPECT_NE(outcome.err.find("What to do:"), std::string::npos) << outcome.err;
    EXPECT_EQ(outcome.err.find("fault of the program"), std::string::npos) << outcome.err;
  }
  TempFolder folder;
};

// A file system of its own, in memory; not everybody may mount one.
class SmallDisk {
 public:
  SmallDisk(const std::string& path, const std::string& size) : m_path(path) {
    fs::create_directories(path);
    m_mounted = ::mount("tmpfs", path.c_str(), "tmpfs", 0, ("size=" + size).c_str()) == 0;
  }
  ~SmallDisk() {
    if (m_mounted) ::umount2(m_path.c_str(), MNT_DETACH);
  }
  bool mounted() const { return m_mounted; }
  bool make_read_only() const { return ::mount("tmpfs", m_path.c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, nullptr) == 0; }

 private:
  std::string m_path;
  bool m_mounted = false;
};

TEST_F(Surroundings, AFullDiskPausesAndFreedGoesOn) {
  const SmallDisk disk(folder / "small", "8m");
  if (!disk.mounted()) GTEST_SKIP() << "mounting a small file system needs root";
  Promise promise("a run on a full 8 MB disk waits and ends with the same bits once there is room");
  promise.try_once([&] {
    const std::string wanted = unbroken(), home = folder / "small/home", ballast = folder / "small/ballast";
    Process process(program({"train", run_file()}, home));
    ASSERT_TRUE(process.wait_for("rows to train on", 60)) << process.err();
    {
      std::ofstream out(ballast, std::ios::binary);
      const std::string block(4096, 'b');
      while (out << block << std::flush) {
      }
    }
    ASSERT_TRUE(process.wait_for("The disk is full", 60)) << process.err();
    fs::remove(ballast);
    const Outcome outcome = process.wait();
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_TRUE(adapter_in(home) == wanted);
  });
}

TEST_F(Surroundings, FoldersThatCannotBeUsedAreSaid) {
  Promise promise("a folder that cannot be used is a clear error; odd names are none");
  const auto fine = [&](const std::string& home) {
    promise.try_once([&] {
      SCOPED_TRACE(home);
      const Outcome outcome = run(program({"train", run_file({{"max_steps", 2}}), "--quiet"}, home));
      EXPECT_EQ(outcome.code, 0) << outcome.err;
    });
  };
  const auto refused = [&](const std::vector<std::string>& rest, const std::string& home) {
    promise.try_once([&] {
      SCOPED_TRACE(home);
      expect_refused(run(program(rest, home)));
    });
  };
  fine(folder / "with spaces and 'quotes'");
  fine(folder / "größe-数据-🙂");
  fine(folder / std::string(250, 'x'));
  fine(folder / "deep/er/and/deeper");
  fine(folder / "-dash");
  fs::create_directories(folder / "target");
  fs::create_directory_symlink(folder / "target", folder / "link");
  fine(folder / "link");

  const std::vector<std::string> train = {"train", run_file({{"max_steps", 2}}), "--quiet"};
  write_all(folder / "file", "a file");
  refused(train, folder / "file");
  refused(train, folder / "file/below");
  fs::create_symlink("/nowhere/at/all", folder / "dangling");
  refused(train, folder / "dangling");
  refused(train, "/proc/paretune");
  refused(train, folder / std::string(300, 'x'));
  refused({"runs", "list"}, "/proc/paretune");

  // Where results go.
  const std::string home = folder / "home";
  ASSERT_EQ(run(program({"train", run_file({{"max_steps", 2}}), "--quiet"}, home)).code, 0);
  const std::string id = fs::directory_iterator(home + "/runs")->path().filename().string();
  for (const char* format : {"adapter", "merged", "gguf"}) {
    for (const std::string& out : {folder / "file/below", std::string("/proc/paretune/out"), folder / std::string(300, 'x')}) {
      refused({"export", id, "--format", format, "--out", out}, home);
    }
  }
}

TEST_F(Surroundings, AReadOnlyHomeIsSaid) {
  const SmallDisk disk(folder / "small", "16m");
  if (!disk.mounted()) GTEST_SKIP() << "mounting a small file system needs root";
  Promise promise("a read-only home is a clear error, and nothing in it is touched");
  const std::string home = folder / "small/home";
  ASSERT_EQ(run(program({"train", run_file({{"max_steps", 2}}), "--quiet"}, home)).code, 0);
  ASSERT_TRUE(disk.make_read_only());
  for (const std::vector<std::string>& rest : {std::vector<std::string>{"train", run_file({{"max_steps", 2}})}, {"runs", "list"}, {"sweep", "--list"}}) {
    promise.try_once([&] {
      SCOPED_TRACE(rest[0]);
      expect_refused(run(program(rest, home)));
    });
  }
  for (const auto& entry : fs::directory_iterator(home)) EXPECT_EQ(entry.path().string().find("damaged"), std::string::npos) << entry.path();
}

TEST_F(Surroundings, TooLittleMemoryIsSaid) {
  Promise promise("address space limits end in success or a clear error, never in a crash");
  const std::string file = run_file({{"max_steps", 2}});
  const auto limited = [&](long megabytes) {
    const auto arguments = program({"train", file, "--quiet"}, folder / ("home" + std::to_string(megabytes)));
    std::string command = "ulimit -v " + std::to_string(megabytes * 1024) + "; exec";
    for (const auto& argument : arguments) command += " '" + argument + "'";
    return run({"bash", "-c", command});
  };
  // From where the program can be loaded at all to where it trains.
  long least = 300;
  while (least < 8000) {
    const Outcome outcome = run({"bash", "-c", "ulimit -v " + std::to_string(least * 1024) + "; exec '" + program({}, "x")[0] + "' --version"});
    if (outcome.code == 0) break;
    least += 50;
  }
  const int tries = nightly() ? 100 : 12;
  for (int i = 0; i < tries; ++i) {
    const long megabytes = least + 20 + i * (nightly() ? 12 : 100);
    promise.try_once([&] {
      SCOPED_TRACE(std::to_string(megabytes) + " MB");
      const Outcome outcome = limited(megabytes);
      EXPECT_FALSE(outcome.crashed) << outcome.err;
      if (outcome.code != 0) expect_refused(outcome);
    });
  }
}

TEST_F(Surroundings, AskedToEndTheRunSavesFirst) {
  Promise promise("SIGINT, SIGTERM and SIGHUP save a checkpoint within 10 s, and the run resumes to the same bits");
  const std::string wanted = unbroken();
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    promise.try_once([&] {
      SCOPED_TRACE("signal " + std::to_string(signal));
      const std::string home = folder / ("home" + std::to_string(signal));
      Process process(program({"train", run_file(), "--json"}, home));
      ASSERT_TRUE(process.wait_for("\"step\":7", 60)) << process.err();
      const auto begin = std::chrono::steady_clock::now();
      process.signal(signal);
      const Outcome outcome = process.wait();
      EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
      if (outcome.code != 0) {  // it may have been quicker than the signal
        EXPECT_EQ(outcome.code, 3) << outcome.err;
        const std::string id = fs::directory_iterator(home + "/runs")->path().filename().string();
        EXPECT_EQ(run(program({"train", "--resume", id, "--quiet"}, home)).code, 0);
      }
      EXPECT_TRUE(adapter_in(home) == wanted);
    });
  }
}

TEST_F(Surroundings, ASleepInBetweenChangesNothing) {
  Promise promise("a program put to sleep while it trains goes on to the same bits");
  const std::string wanted = unbroken(), home = folder / "home";
  promise.try_once([&] {
    Process process(program({"train", run_file(), "--json"}, home));
    ASSERT_TRUE(process.wait_for("\"step\":3", 60)) << process.err();
    process.signal(SIGSTOP);
    std::this_thread::sleep_for(std::chrono::seconds(nightly() ? 60 : 2));
    process.signal(SIGCONT);
    EXPECT_EQ(process.wait().code, 0);
    EXPECT_TRUE(adapter_in(home) == wanted);
  });
}

}  // namespace
}  // namespace paretune::test

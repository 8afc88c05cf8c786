// SPDX-License-Identifier: GPL-3.0-or-later
// The program in bad surroundings: full and read-only disks, odd folders, too little memory, signals, sleep, clocks that jump.
#include <sys/mount.h>
#include <sys/resource.h>

#include "tests/e2e/studio.h"
#include "tests/support/promise.h"
#include "tests/support/run_finishes.h"
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
  std::string run_file(const Json& training = Json::object(), const Json& data = Json()) const {
    Json file = {{"model", folder / "model"},
                 {"data", data.is_null() ? Json{{"path", folder / "rows.jsonl"}, {"eval_fraction", 0.0}} : data},
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

TEST_F(Surroundings, AReadOnlyPlaceForExportsIsSaid) {
  const SmallDisk disk(folder / "small", "16m");
  if (!disk.mounted() || !disk.make_read_only()) GTEST_SKIP() << "mounting a small file system needs root";
  Promise promise("a read-only place for an export is a clear error");
  const std::string home = folder / "home";
  ASSERT_EQ(run(program({"train", run_file({{"max_steps", 2}}), "--quiet"}, home)).code, 0);
  const std::string id = fs::directory_iterator(home + "/runs")->path().filename().string();
  for (const char* format : {"adapter", "merged", "gguf"}) {
    promise.try_once([&] {
      SCOPED_TRACE(format);
      expect_refused(run(program({"export", id, "--format", format, "--out", folder / "small/out"}, home)));
    });
  }
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

// Asleep for a while, as a laptop that is closed.
void put_to_sleep(const Process& process) {
  process.signal(SIGSTOP);
  std::this_thread::sleep_for(std::chrono::seconds(nightly() ? 60 : 1));
  process.signal(SIGCONT);
}

TEST_F(Surroundings, ASleepInBetweenChangesNothing) {
  Promise promise("a program put to sleep while it trains, evaluates or saves goes on to the same bits");
  const Json often = {{"eval_steps", 5}, {"save_steps", 1}, {"max_steps", 20}};
  const Json rows = {{"path", folder / "rows.jsonl"}, {"eval_fraction", 0.9}};  // an evaluation takes a while
  write_tiny_rows(folder / "rows.jsonl", 400);
  ASSERT_EQ(run(program({"train", run_file(often, rows), "--quiet"}, folder / "unbroken")).code, 0);
  const std::string wanted = adapter_in(folder / "unbroken");
  const auto asleep = [&](const std::string& name, auto&& until) {
    promise.try_once([&] {
      SCOPED_TRACE(name);
      // On a busy machine the moment may pass unseen; then another run is watched.
      for (int attempt = 0; attempt < 5; ++attempt) {
        const std::string home = folder / (name + std::to_string(attempt));
        Process process(program({"train", run_file(often, rows), "--json"}, home));
        ASSERT_TRUE(process.wait_for("\"step\":3", 60)) << process.err();
        const bool there = until(process, home);
        if (there) put_to_sleep(process);
        EXPECT_EQ(process.wait().code, 0);
        EXPECT_TRUE(adapter_in(home) == wanted);
        if (there) return;
      }
      FAIL() << "it never was at that place";
    });
  };
  asleep("training", [](Process&, const std::string&) { return true; });
  asleep("evaluating", [](Process& process, const std::string&) {
    // Its last word is of an evaluation.
    for (int i = 0; i < 20'000 && !process.ended(); ++i) {
      const std::string said = process.out();
      const auto line = said.rfind('\n', said.size() < 2 ? 0 : said.size() - 2);
      if (line != std::string::npos && said.find("\"phase\":\"eval\"", line) != std::string::npos) return true;
    }
    return false;
  });
  asleep("saving", [](Process& process, const std::string& home) {
    const std::string run = fs::directory_iterator(home + "/runs")->path().string();
    for (int i = 0; i < 20'000'000 && !process.ended(); ++i) {
      if (fs::exists(run + "/checkpoints/.writing")) return true;
    }
    return false;
  });
}

TEST_F(Surroundings, AStudioThatSleepsGoesOn) {
  Promise promise("a studio put to sleep while a run trains goes on to the same bits");
  const std::string wanted = unbroken(), home = folder / "home";
  promise.try_once([&] {
    {
      Process first(program({"train", run_file(), "--json"}, home));
      ASSERT_TRUE(first.wait_for("\"step\":7", 60)) << first.err();
      first.signal(SIGKILL);
    }
    const std::string id = fs::directory_iterator(home + "/runs")->path().filename().string(), adapter = home + "/runs/" + id + "/adapter";
    Process window(program({}, home));  // goes on by itself with what was cut off
    std::this_thread::sleep_for(std::chrono::milliseconds(700));
    put_to_sleep(window);
    EXPECT_TRUE(run_finishes(home, id, std::chrono::seconds(60))) << window.err();
    EXPECT_FALSE(window.ended());
    EXPECT_TRUE(adapter_in(home) == wanted);
  });
}

// Whoever runs the tests, the program runs as someone without rights.
std::vector<std::string> as_nobody(std::vector<std::string> arguments) {
  if (::geteuid() == 0) arguments.insert(arguments.begin(), {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"});
  return arguments;
}

void let_all(const std::string& path) {
  fs::permissions(path, fs::perms::all);
  for (const auto& entry : fs::recursive_directory_iterator(path)) fs::permissions(entry.path(), fs::perms::all);
}

TEST_F(Surroundings, WhatOneMayNotTouchIsSaid) {
  if (run(as_nobody(program({"--version"}, folder / "none"))).code != 0) GTEST_SKIP() << "the program cannot be run as another user";
  Promise promise("a file or folder without permission is a clear error, and it stays as it is");
  const std::vector<std::string> train = {"train", run_file({{"max_steps", 2}}), "--quiet"};
  const std::string used = folder / "used";
  ASSERT_EQ(run(program(train, used)).code, 0);
  const std::string id = fs::directory_iterator(used + "/runs")->path().filename().string();
  let_all(folder.path());
  constexpr auto kNothing = fs::perms::none, kRead = fs::perms::owner_read | fs::perms::owner_exec | fs::perms::others_read | fs::perms::others_exec;
  // `locked` is the folder's owner's and has only `perms`; the rest is everyone's.
  const auto refused = [&](const std::vector<std::string>& rest, const std::string& home, const std::string& locked, fs::perms perms) {
    promise.try_once([&] {
      SCOPED_TRACE(rest[0] + " with " + locked);
      const auto before = fs::status(locked).permissions();
      fs::permissions(locked, perms);
      expect_refused(run(as_nobody(program(rest, home))));
      fs::permissions(locked, before);
    });
  };
  fs::create_directories(folder / "locked");
  fs::create_directories(folder / "out");
  let_all(folder / "locked");
  let_all(folder / "out");
  ASSERT_EQ(run(as_nobody(program({"runs", "list"}, used))).code, 0) << "with permission it works";
  let_all(used);
  for (const auto perms : {kNothing, kRead}) {
    refused(train, folder / "locked", folder / "locked", perms);
    refused(train, folder / "locked/home", folder / "locked", perms);
    refused(train, used, used, perms);
    refused({"runs", "list"}, used, used, perms);
    refused(train, used, used + "/runs", perms);
    for (const char* format : {"adapter", "merged", "gguf"}) {
      refused({"export", id, "--format", format, "--out", folder / "out/here"}, used, folder / "out", perms);
    }
  }
  refused({"runs", "list"}, used, used + "/paretune.db", kNothing);
  refused(train, used, used + "/paretune.db", kNothing);
  refused(train, used, folder / "model", kNothing);
  refused(train, used, folder / "model/model.safetensors", kNothing);
  refused(train, used, folder / "model/config.json", kNothing);
  refused(train, used, folder / "rows.jsonl", kNothing);
  refused(train, used, folder / "run.json", kNothing);
  refused({"export", id, "--format", "adapter", "--out", folder / "out/here"}, used, used + "/runs/" + id + "/adapter/adapter_model.safetensors", kNothing);
  for (const auto& entry : fs::directory_iterator(used)) EXPECT_EQ(entry.path().string().find("damaged"), std::string::npos) << entry.path();
  EXPECT_TRUE(fs::is_empty(folder / "out"));
  EXPECT_TRUE(fs::is_empty(folder / "locked"));
}

}  // namespace
}  // namespace paretune::test

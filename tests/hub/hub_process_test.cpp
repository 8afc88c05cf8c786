// SPDX-License-Identifier: GPL-3.0-or-later
// Downloads that are stopped, killed, run out of room, or are not alone.
#include <sys/resource.h>

#include "tests/hub/hub_test_support.h"
#include "tests/support/promise.h"

namespace paretune::test {
namespace {

class HubProcess : public HubTest {
 protected:
  // The same download in a process of its own; 0 when it ended well.
  pid_t start() {
    const pid_t pid = ::fork();
    if (pid == 0) ::_exit(download() ? 0 : 1);
    return pid;
  }
  static int end_of(pid_t pid) {
    int status = 0;
    ::waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  void slow_weights() {
    weights([&](const WebRequest& asked, int) {
      WebReply reply = hub.honest(asked, FakeHub::kWeights);
      reply.piece_seconds = 0.01;
      return reply;
    });
  }
};

TEST_F(HubProcess, StopKeepsWhatCame) {
  slow_weights();
  for (const int64_t after : {int64_t{4096}, int64_t{50'000}, int64_t{150'000}}) {
    start_afresh();
    std::stop_source stop;
    std::chrono::steady_clock::time_point pressed;
    const auto stopped = download(stop.get_token(), [&](const HubProgress& now) {
      if (now.text != FakeHub::kWeights || now.done < after || stop.stop_requested()) return;
      pressed = std::chrono::steady_clock::now();
      stop.request_stop();
    });
    EXPECT_LT(std::chrono::steady_clock::now() - pressed, std::chrono::milliseconds(500));
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().kind, ErrorKind::stopped);
    EXPECT_FALSE(std::filesystem::exists(snapshot()));
    EXPECT_EQ(partials().size(), 1U);
    const auto rest = download();
    expect(is_whole(rest));
    if (rest) {
      EXPECT_GT(rest->resumed, 0);
    }
  }
}

TEST_F(HubProcess, StopWhileTheServerIsSilent) {
  weights([&](const WebRequest& asked, int visit) {
    WebReply reply = hub.honest(asked, FakeHub::kWeights);
    if (visit == 1) reply.cut = 0, reply.stall_seconds = 60;
    return reply;
  });
  rules.stall_seconds = 60;
  std::stop_source stop;
  std::jthread presser([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    stop.request_stop();
  });
  const auto before = std::chrono::steady_clock::now();
  const auto stopped = download(stop.get_token());
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(3));
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().kind, ErrorKind::stopped);
  expect(is_whole(download()));
}

TEST_F(HubProcess, KilledAtAnyMoment) {
  slow_weights();
  std::mt19937 random(7);
  for (int i = 0; i < 20; ++i) {
    start_afresh();
    for (int kills = 0; kills < 3; ++kills) {
      const pid_t pid = start();
      std::this_thread::sleep_for(std::chrono::milliseconds(random() % 400));
      ::kill(pid, SIGKILL);
      end_of(pid);
      EXPECT_TRUE(nothing_half());
    }
    expect(is_whole(download()), std::to_string(i));
  }
}

TEST_F(HubProcess, ASleepOnTheWayChangesNothing) {
  slow_weights();
  for (const int after_ms : {50, 200, 350}) {
    start_afresh();
    const pid_t pid = start();
    std::this_thread::sleep_for(std::chrono::milliseconds(after_ms));
    ::kill(pid, SIGSTOP);
    std::this_thread::sleep_for(std::chrono::seconds(nightly() ? 60 : 1));
    ::kill(pid, SIGCONT);
    EXPECT_EQ(end_of(pid), 0);
    expect(is_whole(download()), std::to_string(after_ms) + " ms");
  }
}

TEST_F(HubProcess, TwoAtOnceFetchOnce) {
  slow_weights();
  for (int i = 0; i < 5; ++i) {
    start_afresh();
    const pid_t first = start(), second = start();
    const int ends = end_of(first) + end_of(second);
    EXPECT_EQ(ends, 0);
    expect(is_whole(download()), std::to_string(i));
    int times = 0;
    for (const auto& seen : hub.server.seen()) times += seen.target.ends_with(FakeHub::kWeights);
    EXPECT_EQ(times, 1);
  }
}

TEST_F(HubProcess, DiskFull) {
  // The limit on file sizes stands for the disk's end: writing fails in the middle of the weights.
  for (const rlim_t limit : {rlim_t{4096}, rlim_t{100'000}, rlim_t{199'999}}) {
    start_afresh();
    const pid_t pid = ::fork();
    if (pid == 0) {
      ::signal(SIGXFSZ, SIG_IGN);
      const rlimit least{limit, limit};
      ::setrlimit(RLIMIT_FSIZE, &least);
      const auto result = download();
      ::_exit(is_refused(result, "Free some disk space") ? 0 : 1);
    }
    expect(end_of(pid) == 0 ? testing::AssertionSuccess() : testing::AssertionFailure() << limit);
    EXPECT_TRUE(nothing_half());
    const auto rest = download();
    expect(is_whole(rest), std::to_string(limit));
    if (rest) {
      EXPECT_EQ(rest->resumed, static_cast<int64_t>(limit));
    }
  }
}

TEST_F(HubProcess, RoomIsLookedAtFirst) {
  hub.change_tree = [](Json& tree) {
    for (auto& entry : tree) {
      if (entry["path"] == FakeHub::kWeights) entry["lfs"]["size"] = int64_t{1} << 60;
    }
  };
  const auto result = download();
  expect(is_refused(result, "are free"));
  EXPECT_EQ(hub.file_requests(), 0);
  hub.change_tree = [](Json& tree) {
    for (auto& entry : tree) {
      if (entry["type"] == "file") entry["lfs"] = {{"oid", std::string(64, 'a')}, {"size", (int64_t{1} << 62) - 1}};
    }
  };
  expect(is_refused(download(), "sizes"));
}

TEST_F(HubProcess, CacheThatCannotBeWritten) {
  std::filesystem::create_directories(folder / "hf");
  write_all(folder / "hf/hub", "a file where a folder should be");
  expect(is_refused(download(), "hf/hub"));
}

TEST_F(HubProcess, CacheOnAnotherDisk) {
  char other[] = "/dev/shm/paretune-test-XXXXXX";
  if (!::mkdtemp(other)) GTEST_SKIP() << "no /dev/shm";
  ::setenv("HF_HUB_CACHE", other, 1);
  const auto result = download();
  ASSERT_TRUE(result) << result.error().text();
  bool same = read_all(std::string(other) + "/models--org--name/refs/main") == hub.commit;
  for (const auto& file : result->files) same = same && read_all(result->folder + "/" + file.path) == hub.files.at(file.path);
  expect(same ? testing::AssertionSuccess() : testing::AssertionFailure());
  EXPECT_TRUE(partials().empty());
  int blobs = 0;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(other) + "/models--org--name/blobs")) blobs += entry.path().extension() != ".incomplete";
  EXPECT_EQ(blobs, static_cast<int>(result->files.size()));
  std::filesystem::remove_all(other);
}

TEST_F(HubProcess, BranchMovesMeanwhile) {
  const std::string old = hub.commit;
  bool moved = false;
  hub.misbehave = [&](const WebRequest& asked, const std::string& path, int) -> std::optional<WebReply> {
    if (path.find("/revision/") == std::string::npos || moved) return {};
    moved = true;  // the branch moves right after it was asked for
    return WebReply{200, {}, Json{{"sha", old}}.dump()};
  };
  expect(is_whole(download()));
  hub.commit = std::string(40, 'e');
  hub.files["config.json"] = "{\"model_type\": \"llama\", \"new\": 1}";
  const auto next = download();
  ASSERT_TRUE(next) << next.error().text();
  EXPECT_EQ(next->downloaded, static_cast<int64_t>(hub.files["config.json"].size()));  // the rest is there
  expect(read_all(repo() + "/refs/main") == hub.commit && read_all(snapshot() + "/config.json") == hub.files["config.json"] ? testing::AssertionSuccess() : testing::AssertionFailure());
  EXPECT_EQ(read_all(repo() + "/snapshots/" + old + "/config.json"), "{\"model_type\": \"llama\"}");
}

TEST_F(HubProcess, DataSetsAndRevisions) {
  hub.api = "datasets", hub.base = "/datasets";
  hub.files = {{"README.md", "card"}, {"data/train-00000-of-00001.parquet", random_bytes(50'000, 3)}, {"data/test-00000-of-00001.parquet", random_bytes(10'000, 4)}};
  request.dataset = true;
  request.revision = "refs/convert/parquet";
  const auto result = download();
  expect(is_whole(result));
  if (result) {
    EXPECT_EQ(result->files.size(), 3U);
  }
  EXPECT_EQ(hub.server.seen().front().target, "/api/datasets/org/name/revision/refs%2Fconvert%2Fparquet");
}

}  // namespace
}  // namespace paretune::test

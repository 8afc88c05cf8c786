// SPDX-License-Identifier: GPL-3.0-or-later
// A hub that cuts, stalls and lies about one file: the bytes are right in the end, or an error says why not and nothing half is left in the cache.
#include <zlib.h>

#include "tests/hub/hub_test_support.h"

namespace paretune::test {
namespace {

using HubFault = HubTest;

WebReply cut_at(WebReply reply, std::size_t at) {
  reply.cut = at;
  return reply;
}

std::string gzip(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
  std::string out(text.size() + 1000, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

TEST_F(HubFault, HonestHubTwice) {
  hub.files["folder/more.jinja"] = "x";
  expect(is_whole(download()));
  EXPECT_FALSE(std::filesystem::exists(snapshot() + "/folder/more.jinja"));  // no model needs it
  EXPECT_EQ(std::filesystem::read_symlink(snapshot() + "/config.json"), "../../blobs/" + git_digest(hub.files["config.json"]));
  for (const auto& seen : hub.server.seen()) EXPECT_EQ(seen.header("accept-encoding"), "identity");
  hub.server.forget();
  const auto again = download();
  expect(is_whole(again));
  EXPECT_EQ(again->downloaded, 0);
  EXPECT_EQ(hub.file_requests(), 0);
}

TEST_F(HubFault, CutAnywhereGoesOnFromThere) {
  const std::size_t size = weights_bytes().size();
  for (const std::size_t at : {std::size_t{0}, std::size_t{1}, std::size_t{4095}, size / 3, size / 2, size - 4096, size - 1}) {
    start_afresh();
    std::string range;
    weights([&](const WebRequest& asked, int visit) -> std::optional<WebReply> {
      if (visit == 1) return cut_at(hub.honest(asked, FakeHub::kWeights), at);
      range = asked.header("range");
      return {};
    });
    const auto result = download();
    expect(is_whole(result), std::to_string(at));
    EXPECT_EQ(range, at == 0 ? "" : "bytes=" + std::to_string(at) + "-");
    if (result) {
      EXPECT_EQ(result->downloaded, result->bytes);  // no byte came twice
    }
  }
}

TEST_F(HubFault, CutAgainAndAgain) {
  weights([&](const WebRequest& asked, int) { return cut_at(hub.honest(asked, FakeHub::kWeights), 7000); });
  expect(is_whole(download()));
  EXPECT_GT(hub.file_requests(), 28);
}

TEST_F(HubFault, CutWithoutContentLength) {
  weights([&](const WebRequest& asked, int visit) {
    WebReply reply = hub.honest(asked, FakeHub::kWeights);
    reply.length = "";
    return visit == 1 ? cut_at(reply, 50'000) : reply;
  });
  expect(is_whole(download()));
}

TEST_F(HubFault, NothingEverComes) {
  weights([&](const WebRequest& asked, int) { return cut_at(hub.honest(asked, FakeHub::kWeights), 0); });
  expect(is_refused(download(), "What to do"));
  weights([&](const WebRequest&, int) { return WebReply{200, {}, weights_bytes(), {}, 50'000}; });  // the same bytes each time, no ranges
  expect(is_refused(download(), "broke"));
}

TEST_F(HubFault, StallsAreBrokenOffAndResumed) {
  weights([&](const WebRequest& asked, int visit) {
    WebReply reply = hub.honest(asked, FakeHub::kWeights);
    if (visit == 1) reply.cut = 80'000, reply.stall_seconds = 30;
    return reply;
  });
  const auto before = std::chrono::steady_clock::now();
  expect(is_whole(download()));
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(15));
  start_afresh();
  hub.misbehave = [&](const WebRequest&, const std::string& path, int visit) -> std::optional<WebReply> {
    if (path.find("/revision/") == std::string::npos || visit > 1) return {};
    return WebReply{200, {}, "{}", {}, 0, 30};
  };
  expect(is_whole(download()));
}

TEST_F(HubFault, LyingContentLength) {
  for (const char* length : {"1", "199999", "200001", "99999999999999"}) {
    start_afresh();
    weights([&](const WebRequest& asked, int) {
      WebReply reply = hub.honest(asked, FakeHub::kWeights);
      reply.length = length;
      return reply;
    });
    expect(is_refused(download(), "announces"), length);
  }
}

TEST_F(HubFault, MoreThanWasListed) {
  weights([&](const WebRequest&, int) { return WebReply{200, {{"ETag", "\"x\""}}, weights_bytes() + "more", ""}; });
  expect(is_refused(download(), "more than"));
  start_afresh();
  weights([&](const WebRequest&, int) { return WebReply{200, {}, std::string(20'000'000, 'x'), ""}; });
  expect(is_refused(download(), "more than"));
  for (const auto& partial : partials()) EXPECT_LE(std::filesystem::file_size(partial), weights_bytes().size());
}

TEST_F(HubFault, WholeFileInsteadOfTheRest) {
  weights([&](const WebRequest& asked, int visit) {
    if (visit == 1) return cut_at(hub.honest(asked, FakeHub::kWeights), 90'000);
    return WebReply{200, {{"ETag", "\"same\""}}, weights_bytes()};
  });
  expect(is_whole(download()));
}

TEST_F(HubFault, ChangedEtag) {
  // The first bytes are another file's. A server that ignores If-Range sends a part of the right one.
  const std::string other = random_bytes(weights_bytes().size(), 9);
  weights([&](const WebRequest& asked, int visit) -> std::optional<WebReply> {
    if (visit == 1) return cut_at(FakeHub::send(asked, other, "\"old\""), 60'000);
    if (visit > 2) return {};
    WebRequest without = asked;
    without.headers.erase("if-range");
    return FakeHub::send(without, weights_bytes(), "\"new\"");
  });
  expect(is_whole(download()));
  start_afresh();
  std::string condition;
  weights([&](const WebRequest& asked, int visit) {  // and one that heeds it
    if (visit == 1) return cut_at(FakeHub::send(asked, other, "\"old\""), 60'000);
    condition = asked.header("if-range");
    return FakeHub::send(asked, weights_bytes(), "\"new\"");
  });
  expect(is_whole(download()));
  EXPECT_EQ(condition, "\"old\"");
}

TEST_F(HubFault, WrongContentRange) {
  for (const char* range : {"bytes 0-199999/200000", "bytes 60001-199999/200000", "bytes 60000-199998/200000", "bytes 60000-199999/200001", "bytes 60000-199999", "items 60000-199999/200000",
                            "bytes -60000-199999/200000", "bytes 99999999999999999999-199999/200000", "", "bytes */200000"}) {
    start_afresh();
    weights([&](const WebRequest& asked, int visit) -> std::optional<WebReply> {
      if (visit == 1) return cut_at(hub.honest(asked, FakeHub::kWeights), 60'000);
      if (visit > 2) return {};
      return WebReply{206, {{"Content-Range", range}}, weights_bytes().substr(60'000)};
    });
    expect(is_whole(download()), range);
  }
  start_afresh();  // a part of what was asked for whole
  weights([&](const WebRequest&, int) { return WebReply{206, {{"Content-Range", "bytes 0-99/200000"}}, weights_bytes().substr(0, 100)}; });
  expect(is_refused(download(), "part"));
  start_afresh();
  weights([&](const WebRequest& asked, int visit) -> std::optional<WebReply> {
    if (visit == 1) return cut_at(hub.honest(asked, FakeHub::kWeights), 60'000);
    if (visit > 2) return {};
    return WebReply{416, {{"Content-Range", "bytes */200000"}}, ""};
  });
  expect(is_whole(download()));
}

TEST_F(HubFault, WrongContent) {
  std::string wrong = weights_bytes();
  wrong[100'000] ^= 1;
  weights([&](const WebRequest& asked, int visit) { return FakeHub::send(asked, visit == 1 ? wrong : weights_bytes(), "\"x\""); });
  expect(is_whole(download()));  // once may be the line's fault
  start_afresh();
  weights([&](const WebRequest& asked, int) { return FakeHub::send(asked, wrong, "\"x\""); });
  expect(is_refused(download(), "SHA-256"));
  EXPECT_FALSE(std::filesystem::exists(snapshot()));
  start_afresh();
  hub.misbehave = [&](const WebRequest& asked, const std::string& path, int) -> std::optional<WebReply> {
    if (!path.ends_with("config.json")) return {};
    return FakeHub::send(asked, std::string(hub.files["config.json"].size(), ' '), "\"x\"");
  };
  expect(is_refused(download(), "git digest"));
}

TEST_F(HubFault, BusyAndBrokenServers) {
  for (const int status : {408, 429, 500, 502, 503, 504}) {
    start_afresh();
    weights([&](const WebRequest&, int visit) -> std::optional<WebReply> {
      if (visit > 2) return {};
      return WebReply{status, {}, "trouble"};
    });
    expect(is_whole(download()), std::to_string(status));
    start_afresh();
    hub.misbehave = [&](const WebRequest&, const std::string& path, int visit) -> std::optional<WebReply> {
      if (!path.starts_with("/api/") || visit > 1) return {};
      return WebReply{status, {}, "trouble"};
    };
    expect(is_whole(download()), std::to_string(status));
  }
  start_afresh();
  weights([](const WebRequest&, int) { return WebReply{503, {}, ""}; });
  expect(is_refused(download(), "503"));
  weights([](const WebRequest&, int) { return WebReply{418, {}, ""}; });
  expect(is_refused(download(), "418"));
}

TEST_F(HubFault, RetryAfterIsHeeded) {
  weights([](const WebRequest&, int visit) -> std::optional<WebReply> {
    if (visit > 1) return {};
    return WebReply{429, {{"Retry-After", "1"}}, ""};
  });
  auto before = std::chrono::steady_clock::now();
  expect(is_whole(download()));
  EXPECT_GE(std::chrono::steady_clock::now() - before, std::chrono::seconds(1));
  for (const char* long_time : {"86400", "99999999999999999999", "Fri, 01 Jan 2100 00:00:00 GMT"}) {
    start_afresh();
    weights([&](const WebRequest&, int) { return WebReply{429, {{"Retry-After", long_time}}, ""}; });
    before = std::chrono::steady_clock::now();
    expect(is_refused(download(), "asks to wait"), long_time);
    EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(5));
  }
  for (const char* odd : {"-5", "soon", "", "Thu, 01 Jan 1970 00:00:00 GMT"}) {
    start_afresh();
    weights([&](const WebRequest&, int visit) -> std::optional<WebReply> {
      if (visit > 1) return {};
      return WebReply{503, {{"Retry-After", odd}}, ""};
    });
    expect(is_whole(download()), odd);
  }
}

TEST_F(HubFault, GzipInSpiteOfIdentity) {
  hub.files["tokenizer.json"] = std::string(100'000, 'a') + "{}";
  hub.misbehave = [&](const WebRequest&, const std::string& path, int) -> std::optional<WebReply> {
    if (!path.ends_with("tokenizer.json")) return {};
    return WebReply{200, {{"Content-Encoding", "gzip"}, {"ETag", "\"z\""}}, gzip(hub.files["tokenizer.json"])};
  };
  expect(is_whole(download()));
  start_afresh();
  hub.misbehave = [&](const WebRequest&, const std::string& path, int) -> std::optional<WebReply> {
    if (!path.ends_with("tokenizer.json")) return {};
    return WebReply{200, {{"Content-Encoding", "gzip"}}, gzip(std::string(50'000'000, 'a'))};  // small on the wire
  };
  expect(is_refused(download(), "more than"));
  start_afresh();
  weights([&](const WebRequest& asked, int visit) -> std::optional<WebReply> {  // a compressed part goes on from nothing
    if (visit == 1) return cut_at(hub.honest(asked, FakeHub::kWeights), 60'000);
    if (visit > 2) return {};
    return WebReply{206, {{"Content-Encoding", "gzip"}, {"Content-Range", "bytes 60000-199999/200000"}}, gzip(weights_bytes().substr(60'000))};
  });
  expect(is_whole(download()));
  start_afresh();
  weights([&](const WebRequest&, int) { return WebReply{200, {{"Content-Encoding", "gzip"}}, "this is no gzip"}; });
  expect(is_refused(download(), "What to do"));
}

TEST_F(HubFault, DamagedPartialFile) {
  const auto leave_partial = [&] {
    start_afresh();
    std::stop_source stop;
    const auto stopped = download(stop.get_token(), [&](const HubProgress& now) {
      if (now.phase == "download" && now.text == FakeHub::kWeights) stop.request_stop();
    });
    EXPECT_FALSE(stopped);
    EXPECT_EQ(partials().size(), 1U);
    return partials().empty() ? "" : partials().front();
  };
  for (const std::string& content : {std::string(50'000, 'x'), weights_bytes() + "longer", std::string(weights_bytes().size(), 'y'), std::string()}) {
    const std::string partial = leave_partial();
    write_all(partial, content);
    expect(is_whole(download()), std::to_string(content.size()));
  }
  const std::string partial = leave_partial();
  write_all(partial, weights_bytes());  // all there, only not yet put in place
  hub.server.forget();
  const auto result = download();
  expect(is_whole(result));
  if (result) {
    EXPECT_EQ(result->resumed, static_cast<int64_t>(weights_bytes().size()));
  }
  EXPECT_EQ(hub.file_requests(), 0);
}

TEST_F(HubFault, HubThatIsNotThere) {
  request.endpoint = "http://127.0.0.1:1";
  expect(is_refused(download(), "cannot be reached"));
  request.endpoint = "http://no-such-host.invalid";
  rules.plain_http = true;
  expect(is_refused(download(), "What to do"));
  hub.misbehave = [](const WebRequest&, const std::string&, int) { return WebReply{404, {}, "<html>"}; };
  request.endpoint.clear();
  expect(is_refused(download(), "is not on the hub"));
}

}  // namespace
}  // namespace paretune::test

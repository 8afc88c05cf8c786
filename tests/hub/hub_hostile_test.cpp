// SPDX-License-Identifier: GPL-3.0-or-later
// A hub that wants more than it may have: the token, files outside the cache, endless work.
#include <sys/stat.h>

#include "tests/hub/hub_test_support.h"
#include "training/hub/tokens.h"

namespace paretune::test {
namespace {

using HubHostile = HubTest;
const std::string kToken = "hf_TopSecretToken0123456789";

std::optional<WebReply> moved(const std::string& where, int status = 302) { return WebReply{status, {{"Location", where}, {"ETag", "\"hop\""}}, "moved"}; }

int with_token(const std::vector<WebRequest>& seen) {
  return static_cast<int>(std::count_if(seen.begin(), seen.end(), [](const WebRequest& request) { return request.header("authorization").find(kToken) != std::string::npos; }));
}

TEST_F(HubHostile, SameHostKeepsTheToken) {
  ::setenv("HF_TOKEN", kToken.c_str(), 1);
  for (const int status : {301, 302, 303, 307, 308}) {
    for (const std::string& where : {std::string("/elsewhere?signature=1"), hub.server.url() + "/elsewhere", std::string("../../../../elsewhere")}) {
      start_afresh();
      hub.misbehave = [&](const WebRequest& asked, const std::string& path, int) -> std::optional<WebReply> {
        if (path.ends_with(FakeHub::kWeights)) return moved(where, status);
        if (path == "/elsewhere") return hub.honest(asked, FakeHub::kWeights);
        return {};
      };
      expect(is_whole(download()), where);
      EXPECT_EQ(with_token(hub.server.seen()), static_cast<int>(hub.server.seen().size()));
    }
  }
}

TEST_F(HubHostile, AnotherHostGetsNoToken) {
  ::setenv("HF_TOKEN", kToken.c_str(), 1);
  LoopbackServer other([&](const WebRequest& asked) -> WebReply {
    if (asked.target.starts_with("/back")) return *moved(hub.server.url() + "/returned");
    return hub.honest(asked, FakeHub::kWeights);
  });
  const std::string port = ":" + std::to_string(other.port());
  for (const std::string& where : {other.url() + "/file", "//127.0.0.1" + port + "/file", "http://localhost" + port + "/file", "http://127.0.0.1" + port + "/back"}) {
    start_afresh();
    other.forget();
    hub.misbehave = [&](const WebRequest& asked, const std::string& path, int) -> std::optional<WebReply> {
      if (path.ends_with(FakeHub::kWeights)) return moved(where);
      if (path == "/returned") return hub.honest(asked, FakeHub::kWeights);
      return {};
    };
    expect(is_whole(download()), where);
    EXPECT_GT(other.seen().size(), 0U);
    EXPECT_EQ(with_token(other.seen()), 0) << where;
    for (const auto& seen : hub.server.seen()) {
      if (seen.target.starts_with("/returned")) {
        EXPECT_EQ(seen.header("authorization"), "");  // once dropped, dropped
      }
    }
    EXPECT_GT(with_token(hub.server.seen()), 0);
  }
}

TEST_F(HubHostile, ResumesThroughARedirect) {
  LoopbackServer other([&, visits = 0](const WebRequest& asked) mutable {
    WebReply reply = hub.honest(asked, FakeHub::kWeights);
    if (++visits == 1) reply.cut = 70'000;
    return reply;
  });
  weights([&](const WebRequest&, int) { return moved(other.url() + "/file"); });
  const auto result = download();
  expect(is_whole(result));
  EXPECT_EQ(other.seen().back().header("range"), "bytes=70000-");
  if (result) {
    EXPECT_EQ(result->downloaded, result->bytes);
  }
}

TEST_F(HubHostile, EndlessAndForbiddenRedirects) {
  weights([&](const WebRequest& asked, int) { return moved(asked.target); });
  expect(is_refused(download(), "more than 5 times"));
  EXPECT_EQ(hub.file_requests(), 3 + 6);
  for (const char* where : {"file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/x", "http://", "http://user:secret@127.0.0.1/x", ""}) {
    start_afresh();
    weights([&](const WebRequest&, int) { return moved(where); });
    expect(is_refused(download(), "no http address"), where);
  }
  start_afresh();
  weights([&](const WebRequest&, int) { return moved("http://192.0.2.1/x"); });
  expect(is_refused(download(), "no TLS"));
}

TEST_F(HubHostile, PlainHttpOnlyToThisComputer) {
  request.endpoint = "http://192.0.2.1";
  expect(is_refused(download(), "no TLS"));
  for (const char* endpoint : {"ftp://127.0.0.1", "127.0.0.1", "https://user:secret@127.0.0.1", "https://127.0.0.1?x=1", "file:///tmp"}) {
    request.endpoint = endpoint;
    const auto result = download();
    expect(is_refused(result, "address"), endpoint);
    if (!result) {
      EXPECT_EQ(result.error().text().find("secret"), std::string::npos);
    }
  }
}

TEST_F(HubHostile, TlsStaysTls) {
  // `openssl s_server -HTTP` answers a request with the file of that name, head and all.
  const std::string site = folder / "site", key = folder / "key.pem", certificate = folder / "cert.pem";
  if (test::run({"openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"}).code != 0) {
    GTEST_SKIP() << "no openssl program";
  }
  std::filesystem::create_directories(site + "/api/models/org/name/revision");
  Process process({"bash", "-c", "cd '" + site + "' && exec openssl s_server -HTTP -accept 127.0.0.1:0 -key '" + key + "' -cert '" + certificate + "' < /dev/null"});
  ASSERT_TRUE(process.wait_for("ACCEPT", 20)) << process.err();
  const std::string said = process.out(), after = said.substr(said.find("ACCEPT"));
  request.endpoint = "https://127.0.0.1:" + std::to_string(std::stoi(after.substr(after.find(':') + 1)));
  const auto answer = [&](const std::string& head) { write_all(site + "/api/models/org/name/revision/main", head); };
  ::setenv("HF_TOKEN", kToken.c_str(), 1);
  answer("HTTP/1.0 302 Found\r\nLocation: " + hub.server.url() + "/api/models/org/name/revision/main\r\nContent-Length: 0\r\n\r\n");
  ::unsetenv("SSL_CERT_FILE");
  expect(is_refused(download(), "not trusted"));
  ::setenv("SSL_CERT_FILE", certificate.c_str(), 1);
  expect(is_refused(download(), "from https to http"));
  rules.plain_http = true;
  expect(is_refused(download(), "from https to http"));
  EXPECT_TRUE(hub.server.seen().empty());
  answer("HTTP/1.0 404 Not Found\r\nContent-Length: 0\r\n\r\n");  // and without the redirect the connection works
  expect(is_refused(download(), "is not on the hub"));
  ::unsetenv("SSL_CERT_FILE");
}

TEST_F(HubHostile, NamesThatLeaveTheFolder) {
  for (const std::string& name : {std::string("../x"), std::string("a/../../x"), std::string("/tmp/x"), std::string("a//b"), std::string("."), std::string(".."), std::string(""), std::string("a\0b", 3),
                                  std::string("a\\..\\b"), std::string("x\x1b[2J"), std::string("a/"), std::string(300, 'n')}) {
    start_afresh();
    hub.change_tree = [&](Json& tree) { tree[0]["path"] = name; };
    expect(is_refused(download(), "leave its folder"), name);
    EXPECT_EQ(hub.file_requests(), 0);
  }
}

TEST_F(HubHostile, ListsNoHonestHubSends) {
  const std::pair<const char*, std::function<void(Json&)>> lists[] = {
      {"digest", [](Json& tree) { tree[0]["oid"] = "../../../x"; }},
      {"digest", [](Json& tree) { tree[0]["oid"] = std::string(40, 'G'); }},
      {"digest", [](Json& tree) { tree[0].erase("oid"); }},
      {"SHA-256", [](Json& tree) { tree[0]["lfs"] = {{"oid", "../../x"}, {"size", 3}}; }},
      {"size", [](Json& tree) { tree[0]["size"] = -1; }},
      {"size", [](Json& tree) { tree[0]["size"] = 1e30; }},
      {"size", [](Json& tree) { tree[0]["size"] = "many"; }},
      {"size", [](Json& tree) { tree[0]["size"] = ~uint64_t{0}; }},
      {"twice", [](Json& tree) { tree.push_back(tree[0]); }},
      {"object", [](Json& tree) { tree[0] = 5; }},
      {"leave its folder", [](Json& tree) { tree[0]["path"] = Json::array({"a"}); }}};
  for (const auto& [word, change] : lists) {
    start_afresh();
    hub.change_tree = change;
    expect(is_refused(download(), word), word);
    EXPECT_EQ(hub.file_requests(), 0);
  }
  hub.change_tree = nullptr;
  for (const std::string& text : {std::string("not json"), std::string("{}"), std::string(100'000, '['), std::string("[{\"type\":\"file\",\"path\":\"\xff\"}]"), std::string()}) {
    start_afresh();
    hub.misbehave = [&](const WebRequest&, const std::string& path, int) -> std::optional<WebReply> {
      if (path.find("/tree/") == std::string::npos) return {};
      return WebReply{200, {}, text};
    };
    expect(is_refused(download(), "What to do"), text.substr(0, 20));
  }
  for (const std::string& sha : {std::string("main"), std::string("../../x"), std::string(41, 'a'), std::string()}) {
    start_afresh();
    hub.misbehave = [&](const WebRequest&, const std::string& path, int) -> std::optional<WebReply> {
      if (path.find("/revision/") == std::string::npos) return {};
      return WebReply{200, {}, Json{{"sha", sha}}.dump()};
    };
    expect(is_refused(download(), "no commit"), sha);
  }
  start_afresh();
  hub.misbehave = [&](const WebRequest&, const std::string& path, int) -> std::optional<WebReply> {
    if (path.find("/tree/") == std::string::npos) return {};
    return WebReply{200, {}, std::string(70 << 20, ' ')};
  };
  expect(is_refused(download(), "larger than"));
}

TEST_F(HubHostile, ListsOnManyPages) {
  for (const std::size_t size : {1, 2, 3, 4, 5}) {
    start_afresh();
    hub.page_size = size;
    expect(is_whole(download()), std::to_string(size));
  }
  ::setenv("HF_TOKEN", kToken.c_str(), 1);
  LoopbackServer other([](const WebRequest&) { return WebReply{200, {}, "[]"}; });
  const auto next_page = [&](const std::string& link) {
    start_afresh();
    hub.misbehave = [link](const WebRequest&, const std::string& path, int) -> std::optional<WebReply> {
      if (path.find("/tree/") == std::string::npos) return {};
      return WebReply{200, {{"Link", "<" + link + ">; rel=\"next\""}}, "[]"};
    };
    return download();
  };
  expect(is_refused(next_page(other.url() + "/next"), "another address"));
  EXPECT_TRUE(other.seen().empty());
  expect(is_refused(next_page("file:///etc/passwd"), "another address"));
  expect(is_refused(next_page("/api/models/org/name/tree/" + hub.commit + "?cursor=0"), "no end"));
}

// Every way in which a token might show: the hub repeats it wherever it can, and each request goes wrong in another way.
TEST_F(HubHostile, TheTokenIsNowhere) {
  keep_hub_token(folder / "home", hub.server.url(), kToken).value();
  struct stat info {};
  ASSERT_EQ(::stat((folder / "home/hub_tokens.json").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600U);
  std::string said;
  const auto listen = [&](const HubProgress& now) { said += now.phase + " " + now.text + "\n"; };
  const auto hear = [&](const Result<HubDownload>& result) {
    if (!result) said += result.error().text() + "\n";
    return !result.ok();
  };
  for (const int status : {400, 401, 403, 404, 418, 429, 500, 302}) {
    for (const char* part : {"/revision/", "/tree/", "/resolve/"}) {
      hub.server.forget();
      hub.misbehave = [&](const WebRequest& asked, const std::string& path, int) -> std::optional<WebReply> {
        if (path.find(part) == std::string::npos) return {};
        const std::string heard = asked.header("authorization");
        return WebReply{status, {{"X-Error-Message", heard}, {"X-Error-Code", heard}, {"WWW-Authenticate", heard}, {"Location", "ftp://x/" + kToken}, {"ETag", "\"" + kToken + "\""}}, heard};
      };
      expect(hear(download({}, listen)) ? testing::AssertionSuccess() : testing::AssertionFailure() << status << part);
      EXPECT_GT(with_token(hub.server.seen()), 0);
    }
  }
  hub.misbehave = nullptr;
  expect(is_whole(download({}, listen)));
  EXPECT_EQ(said.find("TopSecret"), std::string::npos);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path())) {
    if (!entry.is_regular_file() || entry.path().filename() == "hub_tokens.json") continue;
    EXPECT_EQ(read_all(entry.path()).find("TopSecret"), std::string::npos) << entry.path();
  }
}

TEST_F(HubHostile, TokensBelongToOneHub) {
  const std::string home = folder / "home", here = hub.server.url();
  keep_hub_token(home, "https://huggingface.co", kToken).value();
  std::filesystem::create_directories(folder / "hf");
  write_all(folder / "hf/token", "hf_fromPython\n");
  const auto token_is = [&](const std::string& endpoint, const std::string& token) { return hub_token(home, endpoint) == token ? testing::AssertionSuccess() : testing::AssertionFailure() << endpoint; };
  expect(token_is("https://huggingface.co", kToken));
  expect(token_is(here, "hf_fromPython"));  // HF_ENDPOINT names this hub
  expect(token_is("https://mirror.example", ""));
  ::setenv("HF_TOKEN", "hf_fromEnvironment", 1);
  expect(token_is("https://mirror.example", "hf_fromEnvironment"));
  ::unsetenv("HF_TOKEN");
  EXPECT_TRUE(forget_hub_token(home, "https://huggingface.co").value());
  EXPECT_FALSE(forget_hub_token(home, "https://huggingface.co").value());
  EXPECT_FALSE(std::filesystem::exists(home + "/hub_tokens.json"));
  for (const std::string& bad : {std::string(), std::string("two words"), std::string("a\r\nX-Header: b"), std::string("a\0b", 3), std::string(2000, 'x'), std::string("t\xC3\xA9")}) {
    const Status status = keep_hub_token(home, here, bad);
    EXPECT_FALSE(status);
    if (!status && bad.size() > 3) {
      EXPECT_EQ(status.error().text().find(bad.substr(0, 9)), std::string::npos);
    }
  }
  write_all(folder / "hf/token", "two\r\nlines");
  EXPECT_THROW(hub_token(home, here), Failure);
}

TEST_F(HubHostile, OfflineAsksNobody) {
  for (const char* on : {"1", "true", "YES", "on"}) {
    ::setenv("HF_HUB_OFFLINE", on, 1);
    expect(is_refused(download(), "HF_HUB_OFFLINE"), on);
  }
  EXPECT_TRUE(hub.server.seen().empty());
  ::setenv("HF_HUB_OFFLINE", "0", 1);
  expect(is_whole(download()));
}

TEST_F(HubHostile, WhatPeopleAreTold) {
  const std::vector<std::tuple<const char*, int, const char*>> cases = {
      {"GatedRepo", 403, "terms"}, {"RepoNotFound", 401, "private"}, {"RepoNotFound", 404, "--dataset"}, {"RevisionNotFound", 404, "no such revision"}, {"", 401, "private"}};
  for (const auto& [code, status, word] : cases) {
    hub.misbehave = [code = code, status = status](const WebRequest&, const std::string&, int) { return WebReply{status, {{"X-Error-Code", code}}, ""}; };
    expect(is_refused(download(), word), word);
  }
  hub.misbehave = [](const WebRequest&, const std::string& path, int) -> std::optional<WebReply> {
    if (path.find("/resolve/") == std::string::npos) return {};
    return WebReply{404, {{"X-Error-Code", "EntryNotFound"}}, ""};
  };
  expect(is_refused(download(), "has no file"));
}

}  // namespace
}  // namespace paretune::test

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/launch_workers.h"

#include <arpa/inet.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <map>
#include <thread>

#include "app/cli/command.h"

namespace paretune {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kGraceForRankZero = std::chrono::seconds(20), kGraceForOthers = std::chrono::seconds(5);

// Free now; who takes it meanwhile makes rank 0 say so.
int free_port() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  const bool bound = fd >= 0 && ::bind(fd, reinterpret_cast<sockaddr*>(&address), size) == 0 && ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  if (fd >= 0) ::close(fd);
  if (!bound) fail(ErrorKind::io, "no port of this machine can be opened", "--processes", "Check the machine's network settings.");
  return ntohs(address.sin_port);
}

pid_t start(int rank, int processes, int port, const std::vector<std::string>& arguments) {
  const pid_t parent = ::getpid(), pid = ::fork();
  if (pid != 0) return pid;
  ::setpgid(0, 0);  // Ctrl+C comes from the launcher alone, once
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != parent) ::_exit(exit_failed);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  const auto set = [](const char* name, const std::string& value) { ::setenv(name, value.c_str(), 1); };
  for (const char* name : {"RANK", "LOCAL_RANK"}) set(name, std::to_string(rank));
  for (const char* name : {"WORLD_SIZE", "LOCAL_WORLD_SIZE"}) set(name, std::to_string(processes));
  set("MASTER_ADDR", "127.0.0.1");
  set("MASTER_PORT", std::to_string(port));
  for (const char* name : {"TORCHELASTIC_USE_AGENT_STORE", "TORCHELASTIC_RUN_ID", "TORCHELASTIC_RESTART_COUNT"}) ::unsetenv(name);
  std::vector<char*> argv;
  for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  ::execv("/proc/self/exe", argv.data());
  ::_exit(exit_failed);
}

// As this process was started, without --processes and with each one's part of the threads.
std::vector<std::string> worker_arguments(int processes, int threads) {
  std::ifstream in("/proc/self/cmdline", std::ios::binary);
  std::vector<std::string> all, out;
  for (std::string argument; std::getline(in, argument, '\0');) all.push_back(argument);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i] == "--processes" || all[i] == "--threads") ++i;
    else if (!all[i].starts_with("--processes=") && !all[i].starts_with("--threads=")) out.push_back(all[i]);
  }
  const int cores = threads > 0 ? threads : static_cast<int>(std::thread::hardware_concurrency());
  out.insert(out.end(), {"--threads", std::to_string(std::max(1, cores / processes))});
  return out;
}

int launch(int processes, const std::vector<std::string>& arguments) {
  sigset_t watched = stop_signals();
  sigaddset(&watched, SIGCHLD);
  ::sigprocmask(SIG_BLOCK, &watched, nullptr);
  const int port = free_port();
  std::map<pid_t, int> ranks;
  const auto send = [&](int signal) {
    for (const auto& [pid, rank] : ranks) ::kill(pid, signal);
  };
  for (int rank = 0; rank < processes; ++rank) {
    const pid_t pid = start(rank, processes, port, arguments);
    if (pid < 0) {
      send(SIGKILL);
      fail(ErrorKind::io, "rank " + std::to_string(rank) + " cannot be started", "--processes", "Use fewer processes.");
    }
    ranks[pid] = rank;
  }
  int code = exit_failed;
  bool asked = false, broken = false, killing = false;  // by the user; because another rank than 0 ended badly
  auto rest_must_end = Clock::time_point::max();
  while (!ranks.empty()) {
    const timespec wait{0, 200'000'000};
    const int signal = ::sigtimedwait(&watched, nullptr, &wait);
    if (signal > 0 && signal != SIGCHLD) {
      asked = true;
      send(signal);
    }
    int status = 0;
    for (pid_t pid = 0; (pid = ::waitpid(-1, &status, WNOHANG)) > 0;) {
      const auto found = ranks.find(pid);
      if (found == ranks.end()) continue;
      if (WIFSIGNALED(status) && !killing) std::fprintf(stderr, "rank %d (process %d) was ended by signal %d\n", found->second, static_cast<int>(pid), WTERMSIG(status));
      const int ended = WIFEXITED(status) ? WEXITSTATUS(status) : exit_failed;
      const bool first = found->second == 0;
      if (first) code = ended;
      else broken = broken || (ended != exit_done && ended != exit_stopped);
      // They end by themselves, rank 0 with a checkpoint; this is for one that hangs, or still waits for who never came.
      if (first) rest_must_end = Clock::now() + kGraceForOthers;
      else if (broken) rest_must_end = std::min(rest_must_end, Clock::now() + kGraceForRankZero);
      ranks.erase(found);
    }
    if (Clock::now() < rest_must_end) continue;
    const bool first_lives = !ranks.empty() && std::any_of(ranks.begin(), ranks.end(), [](const auto& entry) { return entry.second == 0; });
    killing = !first_lives;
    send(killing ? SIGKILL : SIGTERM);
    rest_must_end = Clock::time_point::max();
  }
  return code == exit_stopped && broken && !asked ? exit_failed : code;
}

}  // namespace

void add_processes_option(CLI::App& app) {
  app.add_option("--processes", "Train in so many processes on this machine; each step then has so many times the rows")->check(CLI::Range(1, 256));
}

std::optional<int> launched_workers(const CLI::App& app, int threads, const WorkerPlace& place) {
  const auto* option = app.get_option("--processes");
  const int processes = option->count() > 0 ? option->as<int>() : 1;
  if (processes == 1) return std::nullopt;
  if (place.world_size > 1) {
    fail(ErrorKind::usage, "the environment says already that this is one of several processes (WORLD_SIZE)", "--processes", "Leave --processes out under torchrun.");
  }
  return launch(processes, worker_arguments(processes, threads));
}

}  // namespace paretune

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Runs programs as a person would: arguments in; exit code, stdout and stderr out.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/temp_folder.h"

namespace paretune::test {

inline std::string read_all(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}
inline void write_all(const std::string& path, const std::string& content) { std::ofstream(path, std::ios::binary) << content; }

struct Outcome {
  int code = -1;    // exit code, or 128 + signal
  bool crashed = false;
  std::string out, err;
};

// A program under way, its output going to files.
class Process {
 public:
  explicit Process(const std::vector<std::string>& arguments) {
    m_pid = ::fork();
    if (m_pid == 0) {
      for (const auto& [fd, name] : {std::pair{1, "out"}, std::pair{2, "err"}}) {
        const int file = ::open((m_folder / name).c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
        ::dup2(file, fd);
      }
      std::vector<char*> argv;
      for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
      argv.push_back(nullptr);
      ::execvp(argv[0], argv.data());
      ::_exit(127);
    }
  }
  ~Process() {
    if (m_pid > 0) {
      ::kill(m_pid, SIGKILL);
      ::waitpid(m_pid, nullptr, 0);
    }
  }
  pid_t pid() const { return m_pid; }
  void signal(int number) const {
    if (m_pid > 0) ::kill(m_pid, number);  // one that has been waited for has no number; -1 would be everybody
  }
  std::string out() const { return read_all(m_folder / "out"); }
  std::string err() const { return read_all(m_folder / "err"); }
  // Waits until stdout or stderr holds `text`, or the program ends, or the time is over.
  bool wait_for(const std::string& text, int seconds) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
    while (std::chrono::steady_clock::now() < end) {
      if (out().find(text) != std::string::npos || err().find(text) != std::string::npos) return true;
      if (ended()) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return false;
  }
  bool ended() {
    if (m_pid > 0 && ::waitpid(m_pid, &m_status, WNOHANG) == m_pid) m_pid = -1;
    return m_pid < 0;
  }
  Outcome wait() {
    int status = m_status;
    if (m_pid > 0) ::waitpid(m_pid, &status, 0);
    m_pid = -1;
    Outcome outcome;
    outcome.crashed = WIFSIGNALED(status);
    outcome.code = outcome.crashed ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    outcome.out = out();
    outcome.err = err();
    return outcome;
  }

 private:
  TempFolder m_folder;
  pid_t m_pid = -1;
  int m_status = 0;
};

inline Outcome run(const std::vector<std::string>& arguments) { return Process(arguments).wait(); }

inline std::string python() {
  const char* given = std::getenv("PARETUNE_PYTHON");
  return given ? given : std::string(PARETUNE_SOURCE_DIR) + "/build/venv/bin/python";
}

}  // namespace paretune::test

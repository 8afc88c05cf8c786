// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Hostile inputs of one test, each held to the budgets: 2 s, 64 MB of memory beyond the input, no file left open, and a refusal in words or a
// good result.
#include <gtest/gtest.h>
#include <malloc.h>
#include <time.h>

#include <chrono>
#include <filesystem>
#include <string>

#include "tests/fault/allocations.h"
#include "tests/io/io_test_support.h"
#include "tests/support/damage.h"
#include "training/api/schema.h"
#include "training/core/process.h"

namespace paretune::test {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

constexpr int64_t kSpareBytes = 64 << 20;
constexpr double kMostSeconds = kSanitized ? 10 : 2;  // every access is checked there

inline double work_seconds(clockid_t clock = CLOCK_PROCESS_CPUTIME_ID) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

inline int64_t open_files() {
  namespace fs = std::filesystem;
  return std::distance(fs::directory_iterator("/proc/self/fd"), fs::directory_iterator());
}

enum class Want { refused, taken, either };

// What one reading of an input took.
struct Taken {
  Status status;
  double seconds = 0, work = 0;                          // of the wall's clock and of the processors
  int64_t allocated = 0, resident = 0, files_left = 0;  // the most operator new held, and how far the process grew
};

template <class F>
Taken measure(F&& body) {
  Taken out;
  malloc_trim(0);  // what an earlier case left to the allocator would hide what this one takes
  const int64_t files = open_files();
  reset_peak_resident();
  const int64_t resident = peak_resident_bytes();
  const PeakOfAllocations peak;
  const double work = work_seconds();
  const auto begin = std::chrono::steady_clock::now();
  out.status = attempt("input", body);
  out.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  out.work = work_seconds() - work;
  out.allocated = peak.bytes();
  out.resident = peak_resident_bytes() - resident;
  out.files_left = open_files() - files;
  return out;
}

inline std::string wrong_with(const Taken& taken, std::size_t input_bytes, Want want) {
  const int64_t size = static_cast<int64_t>(input_bytes);
  const Status& status = taken.status;
  if (status && want == Want::refused) return "was taken";
  if (!status && want == Want::taken) return "was refused";
  if (!status && (status.error().kind == ErrorKind::internal || status.error().kind == ErrorKind::memory)) return "ended in a fault of the program";
  if (!status && (status.error().message.empty() || status.error().remedy.empty())) return "was refused without a remedy";
  if (!status && status.error().text().size() > 4000) return "was refused with " + std::to_string(status.error().text().size()) + " bytes of words";
  if (taken.files_left != 0) return "left " + std::to_string(taken.files_left) + " files open";
  if (taken.allocated > size + kSpareBytes) return "allocated " + std::to_string(taken.allocated >> 20) + " MB";
  // A sanitizer's shadow and its store of freed memory are the program's, too.
  if (!kSanitized && taken.resident > 2 * size + kSpareBytes) return "grew by " + std::to_string(taken.resident >> 20) + " MB";
  return {};
}

// Runs `body`, which throws Failure to refuse its input, and says in words what broke the budgets; empty when nothing did.
template <class F>
std::string broken_budget(std::size_t input_bytes, F&& body, Want want) {
  Taken taken = measure(body);
  std::string wrong = wrong_with(taken, input_bytes, want);
  // The wall's clock goes on while a busy machine works for others, so one slow reading shows nothing yet. An input that is slow by itself is
  // so again.
  if (wrong.empty() && taken.seconds > kMostSeconds) {
    taken = measure(body);
    wrong = wrong_with(taken, input_bytes, want);
    if (wrong.empty() && taken.seconds > kMostSeconds) wrong = "took " + std::to_string(taken.seconds) + " s twice, " + std::to_string(taken.work) + " s of it at work";
  }
  if (!wrong.empty() && !taken.status) wrong += ": " + taken.status.error().text().substr(0, 1000);
  return wrong;
}

class Cases {
 public:
  using Want = test::Want;

  Cases() = default;
  Cases(const Cases&) = delete;
  // Into the XML report, for the table of promises.
  ~Cases() {
    ::testing::Test::RecordProperty("tries", m_tries);
    ::testing::Test::RecordProperty("survived", m_survived);
    EXPECT_EQ(m_survived, m_tries);
  }
  int tries() const { return m_tries; }

  // `body` reads the input and throws Failure to refuse it; a slow one is run twice.
  template <class F>
  void run(const std::string& name, std::size_t input_bytes, F&& body, Want want = Want::refused) {
    ++m_tries;
    const std::string wrong = broken_budget(input_bytes, body, want);
    if (wrong.empty()) ++m_survived;
    else ADD_FAILURE() << name.substr(0, 300) << " " << wrong;
  }

 private:
  int m_tries = 0, m_survived = 0;
};

// use(json with one value replaced, where) for every value inside `json` and every hostile one. Objects of more than `most` members are left whole.
template <class F>
void replace_every_value(const Json& json, F&& use, std::size_t most = 40) {
  static const Json kHostile[] = {nullptr, true, -1, 0, 1.5, 1e300, (uint64_t{1} << 63), "", "x", std::string(1, '\0'), Json::array(), Json::object(), Json::array({Json::array({nullptr})})};
  const Json flat = json.flatten();
  for (const auto& [pointer, leaf] : flat.items()) {
    Json::json_pointer at(pointer);
    for (bool inner = true; inner; inner = !at.empty()) {  // the leaf, and what holds it
      const Json& old = json.at(at);
      if (old.size() <= most) {
        for (const Json& hostile : kHostile) {
          Json changed = json;
          changed[at] = hostile;
          use(changed, at.to_string() + " = " + hostile.dump());
        }
      }
      if (at.empty() || at.back() != "0") break;  // a list is replaced once, with its first element
      at = at.parent_pointer();
    }
  }
}

}  // namespace paretune::test

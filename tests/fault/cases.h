// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Hostile inputs of one test, each held to the budgets: 2 s of work, 64 MB of memory beyond the input, and a refusal in words or a good result.
#include <gtest/gtest.h>
#include <time.h>

#include <string>

#include "tests/fault/allocations.h"
#include "tests/io/io_test_support.h"
#include "tests/support/damage.h"
#include "training/api/schema.h"

namespace paretune::test {

constexpr int64_t kSpareBytes = 64 << 20;
constexpr double kMostSeconds = 2;

inline double work_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

class Cases {
 public:
  enum class Want { refused, taken, either };

  Cases() = default;
  Cases(const Cases&) = delete;
  // Into the XML report, for the table of promises.
  ~Cases() {
    ::testing::Test::RecordProperty("tries", m_tries);
    ::testing::Test::RecordProperty("survived", m_survived);
    EXPECT_EQ(m_survived, m_tries);
  }
  int tries() const { return m_tries; }

  // `body` reads the input and throws Failure to refuse it.
  template <class F>
  void run(const std::string& name, std::size_t input_bytes, F&& body, Want want = Want::refused) {
    ++m_tries;
    const double before = work_seconds();
    const PeakOfAllocations peak;
    const Status status = attempt("input", std::forward<F>(body));
    const int64_t bytes = peak.bytes();
    const double seconds = work_seconds() - before;
    std::string wrong;
    if (status && want == Want::refused) wrong = "was taken";
    if (!status && want == Want::taken) wrong = "was refused";
    if (!status && (status.error().kind == ErrorKind::internal || status.error().kind == ErrorKind::memory)) wrong = "ended in a fault of the program";
    if (!status && (status.error().message.empty() || status.error().remedy.empty())) wrong = "was refused without a remedy";
    if (!status && status.error().text().size() > 4000) wrong = "was refused with " + std::to_string(status.error().text().size()) + " bytes of words";
    if (seconds > kMostSeconds) wrong = "took " + std::to_string(seconds) + " s";
    if (bytes > static_cast<int64_t>(input_bytes) + kSpareBytes) wrong = "took " + std::to_string(bytes >> 20) + " MB";
    if (wrong.empty()) ++m_survived;
    else ADD_FAILURE() << name.substr(0, 300) << " " << wrong << (status ? "" : ": " + status.error().text().substr(0, 1000));
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

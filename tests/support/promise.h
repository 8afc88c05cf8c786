// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What a test shows of the table of promises: how often something was tried and how often nothing was lost. The figures go into the
// test's XML; packaging/promises.sh prints them all.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <type_traits>

namespace paretune::test {

class Promise {
 public:
  explicit Promise(std::string words) : m_words(std::move(words)) {}
  ~Promise() {
    testing::Test::RecordProperty("promise", m_words);
    testing::Test::RecordProperty("tries", std::to_string(m_tries));
    testing::Test::RecordProperty("survived", std::to_string(m_survived));
    std::printf("%s: %ld tries, %ld survived\n", m_words.c_str(), m_tries, m_survived);
  }
  Promise(const Promise&) = delete;
  // One try; it counts as survived when it adds no failure to the test. A body that gives a number stands for so many tries.
  template <class F>
  void try_once(F&& body) {
    const int before = failures();
    long tries = 1;
    if constexpr (std::is_void_v<std::invoke_result_t<F>>) body();
    else tries = body();
    m_tries += tries;
    if (failures() == before) m_survived += tries;
  }
  // Tries that the test judged itself.
  void count(long tries, long survived) {
    m_tries += tries;
    m_survived += survived;
  }

 private:
  static int failures() { return testing::UnitTest::GetInstance()->current_test_info()->result()->total_part_count(); }
  std::string m_words;
  long m_tries = 0, m_survived = 0;
};

// PARETUNE_NIGHTLY=1 asks for the long form.
inline bool nightly() {
  const char* value = std::getenv("PARETUNE_NIGHTLY");
  return value != nullptr && std::string(value) == "1";
}

}  // namespace paretune::test

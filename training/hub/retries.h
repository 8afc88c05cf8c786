// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <optional>
#include <stop_token>

#include "training/api/result.h"

namespace paretune {

// A failure that may pass: another try is worth while, after `wait` seconds when the server says so.
class Passing : public Failure {
 public:
  Passing(Error error, std::optional<double> wait = {}) : Failure(std::move(error)), m_wait(wait) {}
  std::optional<double> wait() const { return m_wait; }

 private:
  std::optional<double> m_wait;
};

struct RetryRules {
  int tries = 6;             // in a row without a byte gained
  double first_wait = 1;     // seconds, doubled each time
  double longest_wait = 30;  // of our own accord
  double longest_asked = 120;  // a server that asks for more gets no further try
};

[[noreturn]] void fail_stopped();

// Waits before the next try, or throws the trouble on when it was the last one.
class Retries {
 public:
  using OnWait = std::function<void(const std::string& why)>;
  Retries(RetryRules rules, OnWait on_wait, std::stop_token stop) : m_rules(rules), m_on_wait(std::move(on_wait)), m_stop(std::move(stop)) {}
  void progressed() { m_failed = 0; }
  void after(const Passing& trouble);

  // body() until it ends otherwise than by Passing.
  template <class Body>
  auto run(Body&& body) {
    for (;;) {
      std::optional<Passing> trouble;  // waited for outside the handler
      try {
        return body();
      } catch (const Passing& passing) {
        trouble = passing;
      }
      after(*trouble);
    }
  }

 private:
  RetryRules m_rules;
  OnWait m_on_wait;
  std::stop_token m_stop;
  int m_failed = 0;
};

}  // namespace paretune

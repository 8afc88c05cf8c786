// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/peft/methods/lora_parts/joined_adapter.h"

#include <algorithm>

namespace paretune {
namespace {

template <class Function>
auto all_of(const std::vector<std::unique_ptr<Adapter>>& adapters, Function function) {
  decltype(function(*adapters.front())) out;
  for (const auto& adapter : adapters) {
    auto own = function(*adapter);
    out.insert(out.end(), own.begin(), own.end());
  }
  return out;
}

}  // namespace

JoinedAdapter::JoinedAdapter(std::vector<std::unique_ptr<Adapter>> adapters) : m_adapters(std::move(adapters)) { config = m_adapters.front()->config; }

JoinedAdapter::~JoinedAdapter() {
  while (!m_adapters.empty()) m_adapters.pop_back();  // outermost first, as they were put on
}

NamedTensors JoinedAdapter::trainable() {
  return all_of(m_adapters, [](Adapter& adapter) { return adapter.trainable(); });
}

NamedTensors JoinedAdapter::saved() {
  return all_of(m_adapters, [](Adapter& adapter) { return adapter.saved(); });
}

// Each takes what is called as its own; the first also what nobody knows, and says so.
void JoinedAdapter::load(const std::map<std::string, Tensor>& tensors) {
  std::map<std::string, Tensor> rest = tensors;
  for (std::size_t i = m_adapters.size(); i-- > 0;) {
    std::map<std::string, Tensor> own;
    for (const auto& [name, tensor] : m_adapters[i]->saved()) {
      if (auto found = rest.extract(name)) own.insert(std::move(found));
    }
    if (i == 0) own.merge(rest);
    m_adapters[i]->load(own);
  }
}

void JoinedAdapter::set_enabled(bool on) {
  for (const auto& adapter : m_adapters) adapter->set_enabled(on);
}

bool JoinedAdapter::mergeable() const {
  return std::all_of(m_adapters.begin(), m_adapters.end(), [](const auto& adapter) { return adapter->mergeable(); });
}

void JoinedAdapter::merge() {
  try {
    for (const auto& adapter : m_adapters) adapter->merge();
  } catch (...) {
    unmerge();
    throw;
  }
}

void JoinedAdapter::unmerge() {
  for (auto adapter = m_adapters.rbegin(); adapter != m_adapters.rend(); ++adapter) (*adapter)->unmerge();
}

void JoinedAdapter::on_step(int64_t step, int64_t total_steps) {
  for (const auto& adapter : m_adapters) adapter->on_step(step, total_steps);
}

Tensor JoinedAdapter::extra_loss() {
  Tensor sum;
  for (const auto& adapter : m_adapters) {
    if (const Tensor term = adapter->extra_loss(); term.defined()) sum = sum.defined() ? sum + term : term;
  }
  return sum;
}

NamedTensors JoinedAdapter::step_state() {
  return all_of(m_adapters, [](Adapter& adapter) { return adapter.step_state(); });
}

void JoinedAdapter::set_step_state(const std::map<std::string, Tensor>& state) {
  for (const auto& adapter : m_adapters) adapter->set_step_state(state);
}

std::vector<std::pair<std::string, Adapter*>> JoinedAdapter::parts() {
  return all_of(m_adapters, [](Adapter& adapter) { return adapter.parts(); });
}

}  // namespace paretune

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A plan measured instead of estimated: the model is loaded and the largest pass made once, in the background.
#include <QObject>
#include <memory>
#include <optional>
#include <stop_token>

#include "training/api/engine.h"

namespace paretune {

class Measurement : public QObject {
  Q_OBJECT
 public:
  explicit Measurement(std::shared_ptr<Engine> engine, QObject* parent = nullptr);
  ~Measurement() override;
  bool isRunning() const { return m_running; }
  void start(const RunConfig& config);
  void stop();  // nothing is said of it any more
  // Puts what was measured of the same settings into an estimate.
  void amend(const RunConfig& config, Plan& plan);

 signals:
  void progressed(const QString& what);  // empty at the end
  void measured(const paretune::RunConfig& config, const paretune::Plan& plan);
  void failed(const QString& why);

 private:
  std::shared_ptr<Engine> m_engine;
  std::stop_source m_stop;
  int m_round = 0;
  bool m_running = false;
  std::string m_hash;  // of the settings that m_found is about
  std::optional<Preflight> m_found;
};

}  // namespace paretune

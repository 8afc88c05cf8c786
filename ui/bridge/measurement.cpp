// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/measurement.h"

#include <QPointer>

#include "ui/bridge/background.h"
#include "ui/language.h"

namespace paretune {

Measurement::Measurement(std::shared_ptr<Engine> engine, QObject* parent) : QObject(parent), m_engine(std::move(engine)) {}
Measurement::~Measurement() { m_stop.request_stop(); }

void Measurement::start(const RunConfig& config) {
  stop();
  m_running = true;
  m_stop = std::stop_source();
  const int round = ++m_round;
  emit progressed(tr("Waiting for the model"));
  const QPointer<Measurement> self(this);
  auto progress = [self, round](const std::string& phase, double fraction) {
    const QString what = phase == "preflight" ? tr("Largest pass")
                         : phase == "load"    ? tr("Loading %1 %").arg(int(100 * fraction))
                                              : tr("Reading rows %1 %").arg(int(100 * fraction));
    onGuiThread([self, round, what] {
      if (self && self->m_running && self->m_round == round) emit self->progressed(what);
    });
  };
  inBackground(
      this, [engine = m_engine, config, progress, stop = m_stop.get_token()] { return engine->measure_plan(config, progress, stop); },
      [this, round, config](Result<Plan> plan) {
        if (round != m_round || !m_running) return;
        m_running = false;
        emit progressed({});
        if (!plan) {
          if (plan.error().kind != ErrorKind::stopped) emit failed(language::errorText(plan.error().text()));
          return;
        }
        m_found = plan->measured;
        m_hash = config.hash();
        emit measured(config, *plan);
      });
}

void Measurement::stop() {
  if (!m_running) return;
  m_running = false;
  m_stop.request_stop();
  emit progressed({});
}

void Measurement::amend(const RunConfig& config, Plan& plan) {
  if (plan.measured || !m_found || m_hash != config.hash()) return;
  plan.set_measured(*m_found);
}

}  // namespace paretune

// SPDX-License-Identifier: GPL-3.0-or-later
// What one's own runs and others' say of the method shown.
#include <QLabel>

#include "ui/bridge/background.h"
#include "ui/pages/setup_method_card.h"
#include "ui/widgets/tones.h"

namespace paretune {

// Many runs take a while to read; the rest of the card does not wait for them.
void MethodCard::readOwnRuns() {
  inBackground(
      this,
      [engine = m_engine] {
        QHash<QString, Own> found;
        for (const RunRow& run : engine->runs()) {
          Own& own = found[QString::fromStdString(run.method)];
          ++own.count;
          if (const auto it = run.summary.find("eval_loss"); it != run.summary.end() && (!own.best_loss || it->second < *own.best_loss)) own.best_loss = it->second;
          if (const auto it = run.summary.find("exact_match"); it != run.summary.end() && (!own.best_match || it->second > *own.best_match)) own.best_match = it->second;
        }
        return found;
      },
      [this](QHash<QString, Own> found) {
        m_own_runs = std::move(found);
        showResults();
      });
}

void MethodCard::showResults() {
  QStringList results{ownResults(m_type), publishedResult(m_type.toStdString())};
  results.removeAll(QString());
  m_own->setText(results.join('\n'));
  m_own->setVisible(!results.isEmpty());
}

QString MethodCard::ownResults(const QString& peft_type) const {
  const auto& [count, best_loss, best_match] = m_own_runs.value(peft_type);
  if (count == 0) return {};
  QStringList parts;
  if (best_loss) parts << tr("best eval loss %1").arg(*best_loss, 0, 'f', 3);
  if (best_match) parts << tr("best exact match %1 %").arg(*best_match * 100, 0, 'f', 0);
  const QString runs = count == 1 ? tr("1 run of yours") : tr("%1 runs of yours").arg(count);
  return parts.isEmpty() ? runs : tr("%1: %2").arg(runs, parts.join(QStringLiteral(", ")));
}

QString MethodCard::publishedResult(const std::string& peft_type) const {
  const PublishedRun* best = nullptr;
  int count = 0;
  for (const PublishedRun& run : m_engine->published()) {
    if (run.peft_type != peft_type || !run.figures.contains("exact_match")) continue;
    ++count;
    if (!best || run.figures.at("exact_match") > best->figures.at("exact_match")) best = &run;
  }
  if (!best) return {};
  QString text = tr("Published by PEFT (MetaMathQA, Llama-3.2-3B): best of %1 runs answers %2 % right").arg(count).arg(best->figures.at("exact_match") * 100, 0, 'f', 1);
  if (best->figures.contains("memory_peak_bytes")) text += tr(", %1 of GPU memory").arg(byteText(qint64(best->figures.at("memory_peak_bytes"))));
  if (best->figures.contains("adapter_bytes")) text += tr(", adapter %1").arg(byteText(qint64(best->figures.at("adapter_bytes"))));
  return text;
}

}  // namespace paretune

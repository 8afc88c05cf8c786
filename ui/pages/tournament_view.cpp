// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/tournament_view.h"

#include <QComboBox>
#include <QLabel>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "training/api/pareto.h"
#include "ui/charts/pareto_chart.h"
#include "ui/charts/value_format.h"
#include "ui/language.h"
#include "ui/models/run_table.h"
#include "ui/models/sweep_table.h"
#include "ui/models/table_text.h"
#include "ui/widgets/tone_label.h"
#include "ui/widgets/tones.h"

namespace paretune {
namespace {

// The keys of an axis; a person's choice stays, until one is made `wanted` is shown.
void setAxisKeys(QComboBox* box, const QStringList& keys, const QString& wanted) {
  QStringList old;
  for (int i = 0; i < box->count(); ++i) old << box->itemData(i).toString();
  if (old == keys) return;
  const QSignalBlocker quiet(box);
  const QString before = box->count() > 0 ? box->currentData().toString() : wanted;
  box->clear();
  for (const QString& key : keys) box->addItem(metricTitle(key), key);
  box->setCurrentIndex(std::max(0, box->findData(keys.contains(before) ? before : wanted)));
}

// What the engine concludes, in the language of the window.
QString verdict(std::vector<Phrase> phrases) {
  for (Phrase& phrase : phrases) {
    phrase.text = language::engineText(phrase.text).toStdString();
    for (std::string& value : phrase.values) value = language::engineText(value).toStdString();
  }
  return QString::fromStdString(filled(phrases));
}

QList<int> upTo(int count) {
  QList<int> out(count);
  std::iota(out.begin(), out.end(), 0);
  return out;
}

}  // namespace

void TournamentView::setState(const SweepState& state) {
  if (state.id != m_state.id) {
    for (QComboBox* box : {m_x, m_y}) {
      const QSignalBlocker quiet(box);
      box->clear();
    }
    m_stopping = false;
    m_chart->setHighlighted({});
    m_view->clearSelection();
  }
  // Between two endings only the time left changes; a reader's zoom and selection stay.
  const bool same = state.id == m_state.id && state.done == m_state.done && state.state == m_state.state;
  m_state = state;
  m_table->setState(state);
  fillHeader();
  if (same) return;
  sortOnce();
  fillVerdict();
  const QStringList keys = m_table->figures();
  setAxisKeys(m_y, keys, QString::fromStdString(state.summary.quality));
  setAxisKeys(m_x, keys, QString::fromStdString(state.summary.cost));
  fillChart();
  fillFailures();
}

// The best first, once there is a figure to sort by; afterwards the order is the reader's.
void TournamentView::sortOnce() {
  const std::string now = m_state.id + ' ' + m_state.summary.quality;
  if (std::exchange(m_sorted, now) == now) return;
  if (m_state.summary.quality.empty()) return m_view->sortByColumn(-1, Qt::AscendingOrder);
  m_view->sortByColumn(SweepTable::kFirstFigure, lower_is_better(m_state.summary.quality) ? Qt::AscendingOrder : Qt::DescendingOrder);
}

void TournamentView::fillHeader() {
  const QString name = QString::fromStdString(m_state.name);
  m_name->setText(name);
  m_name->setToolTip(name);
  const bool running = m_state.state == "running";
  const bool failed = std::any_of(m_state.items.begin(), m_state.items.end(), [](const SweepItemState& item) { return item.state == "failed"; });
  QString text = tr("%1 of %2 runs done").arg(m_state.done).arg(m_state.total);
  if (running && m_state.seconds_left > 0) text += QStringLiteral(" · ") + tr("about %1 left").arg(durationText(m_state.seconds_left));
  if (!running) text = stateTitle(QString::fromStdString(m_state.state)) + QStringLiteral(" · ") + text;
  m_progress_text->setText(text);
  m_progress->setRange(0, std::max(1, int(m_state.total)));
  m_progress->setValue(int(m_state.done));
  m_progress->setVisible(m_state.state != "finished");
  m_trouble->setText(language::errorText(m_state.error));
  m_trouble->setVisible(!m_state.error.empty());
  m_stopping &= running;
  m_stop->setVisible(running);
  m_stop->setEnabled(!m_stopping);
  m_stop->setText(m_stopping ? tr("Stopping…") : tr("Stop"));
  m_go_on->setVisible(!running && m_state.state != "finished");
  m_retry->setVisible(!running && failed);
}

void TournamentView::fillVerdict() {
  const bool some = !recommended().isEmpty(), over = m_state.state == "finished";
  QString text = verdict(m_state.summary.phrases);
  if (!some && !over) text = tr("The recommendation appears here as soon as runs have finished.");
  else if (!over) text = tr("So far: %1").arg(text);
  m_sentence->setText(text);
  QStringList notes;
  for (const auto& each : m_state.summary.notes) notes << language::errorText(each);
  m_notes->setText(notes.join('\n'));
  m_notes->setVisible(!notes.isEmpty());
  m_export->setEnabled(some);
  m_settings->setEnabled(some);
  m_compare->setEnabled(some);
}

void TournamentView::fillChart() {
  const QString x = m_x->currentData().toString(), y = m_y->currentData().toString();
  std::vector<ParetoChart::Point> points;
  for (const QString& method : m_table->methods()) {
    const MethodSummary* found = m_table->summary(method);
    if (!found) continue;
    const auto at = [&](const QString& key) {
      const auto it = found->values.find(key.toStdString());
      const double nan = std::numeric_limits<double>::quiet_NaN();
      return it == found->values.end() ? Interval{0, nan, nan} : it->second;
    };
    const Interval across = at(x), up = at(y);
    ParetoChart::Point point{method, method, across.mean, up.mean, m_table->style(method), false};
    point.x_half = across.half;
    point.y_half = up.half;
    points.push_back(point);
  }
  m_chart->setAxes(x, y);
  m_chart->setPoints(std::move(points));
}

void TournamentView::fillFailures() {
  m_failures->clear();
  for (const auto& item : m_state.items) {
    if (item.state != "failed") continue;
    auto* entry = new QListWidgetItem(tr("%1 failed: %2").arg(QString::fromStdString(item.item.key), language::errorText(item.error)));
    entry->setData(Qt::UserRole, QString::fromStdString(item.run_id));
    entry->setToolTip(tr("Enter or a double click opens the run"));
    m_failures->addItem(entry);
  }
  m_failures->setVisible(m_failures->count() > 0);
}

QString TournamentView::recommended() const {
  const auto& summary = m_state.summary;
  return summary.recommended < summary.methods.size() ? QString::fromStdString(summary.methods[summary.recommended].method) : QString();
}

QString TournamentView::methodAt(const QModelIndex& index) const { return index.isValid() ? index.data(SweepTable::kMethodRole).toString() : QString(); }

QString TournamentView::bestRun(const QString& method) const {
  const bool lower = lower_is_better(m_state.summary.quality);
  const SweepItemState* best = nullptr;
  double best_value = 0;
  for (const auto& item : m_state.items) {
    if (item.state != "finished" || !item.item.purpose.empty() || QString::fromStdString(item.item.method) != method) continue;
    const auto it = item.values.find(m_state.summary.quality);
    if (it == item.values.end() || !std::isfinite(it->second)) continue;
    if (best && (lower ? it->second >= best_value : it->second <= best_value)) continue;
    best = &item;
    best_value = it->second;
  }
  return best ? QString::fromStdString(best->run_id) : QString();
}

QString TournamentView::markdown() const { return tableMarkdown(*m_proxy, upTo(m_proxy->columnCount()), upTo(m_proxy->rowCount())); }
QString TournamentView::csv() const { return tableCsv(*m_proxy, upTo(m_proxy->columnCount()), upTo(m_proxy->rowCount()), SweepTable::kValueRole); }

}  // namespace paretune

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare_page.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSaveFile>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTableView>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/bridge/background.h"
#include "ui/bridge/run_controller.h"
#include "ui/bridge/selection.h"
#include "ui/charts/chart_view.h"
#include "ui/charts/pareto_chart.h"
#include "ui/models/run_table.h"
#include "ui/models/sample_compare.h"
#include "ui/models/settings_table.h"
#include "ui/models/table_text.h"
#include "ui/pages/cell_delegate.h"
#include "ui/theme.h"
#include "ui/widgets/card.h"

namespace paretune {
namespace {

// NaN where it was not recorded.
double figureOf(const PublishedRun& run, const QString& key) {
  const auto found = run.figures.find(key.toStdString());
  return found == run.figures.end() ? std::numeric_limits<double>::quiet_NaN() : found->second;
}

// Keeps a person's choice in a combo box while its keys change; until one is made, `wanted` is shown.
void setKeys(QComboBox* box, const QStringList& keys, const QString& wanted) {
  const QString before = box->property("chosen").toBool() ? box->currentData().toString() : wanted;
  QStringList old;
  for (int i = 0; i < box->count(); ++i) old << box->itemData(i).toString();
  if (old == keys && box->currentData().toString() == before) return;
  const QSignalBlocker quiet(box);
  box->clear();
  for (const auto& key : keys) box->addItem(metricTitle(key), key);
  int at = box->findData(before);
  if (at < 0) at = std::max(0, box->findData(wanted));
  box->setCurrentIndex(at);
}

}  // namespace

ComparePage::ComparePage(std::shared_ptr<Engine> engine, RunController* controller, Selection* selection, RunTable* table, QWidget* parent)
    : QMainWindow(parent), m_engine(std::move(engine)), m_controller(controller), m_selection(selection), m_table(table) {
  setWindowFlags(Qt::Widget);
  setObjectName("comparePage");
  setContentsMargins(16, 12, 16, 12);
  setDockOptions(QMainWindow::AnimatedDocks | QMainWindow::AllowNestedDocks | QMainWindow::AllowTabbedDocks | QMainWindow::GroupedDragging);
  buildTable();
  buildOverlay();
  buildScatter();
  buildSettings();
  buildSamples();

  m_timer = new QTimer(this);
  m_timer->setSingleShot(true);
  connect(m_timer, &QTimer::timeout, this, [this] {
    if (isVisible()) loadCurves();
  });
  connect(m_selection, &Selection::checkedChanged, this, [this] {
    loadCurves();
    loadSamples();
    fillScatter();
    fillSettings();
  });
  connect(m_selection, &Selection::stylesChanged, this, [this] {
    fillCurves();
    fillScatter();
  });
  connect(m_selection, &Selection::currentChanged, this, &ComparePage::highlight);
  connect(m_selection, &Selection::hoveredChanged, this, &ComparePage::highlight);
  connect(m_table, &RunTable::refreshed, this, [this] {
    checkFirstRuns();
    refreshKeys();
    fillScatter();
    fillSettings();
    highlight();
    if (isVisible()) loadSamples();
    const auto& rows = m_table->rows();
    m_view->setColumnHidden(RunTable::kTags, std::all_of(rows.begin(), rows.end(), [](const RunRow& row) { return row.tags.empty(); }));
    m_view->setColumnHidden(RunTable::kNote, std::all_of(rows.begin(), rows.end(), [](const RunRow& row) { return row.note.empty(); }));
    bool missing = false;
    for (const auto& id : m_selection->checked()) missing |= m_overlay->seriesIndex(id) < 0;
    if (isVisible() && !m_timer->isActive()) m_timer->start(missing ? 0 : 1000);
  });
  connect(m_controller, &RunController::eventsArrived, this, [this](const QString& id) {
    if (m_selection->isChecked(id) && isVisible() && !m_timer->isActive()) m_timer->start(1000);
  });
}

bool ComparePage::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_view->viewport() && event->type() == QEvent::Leave) m_selection->setHovered({});
  return QMainWindow::eventFilter(watched, event);
}

void ComparePage::restyle() {
  if (m_more) m_more->setIcon(theme::icon("more", theme::muted(palette())));
}
void ComparePage::changeEvent(QEvent* event) {
  QMainWindow::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) restyle();
}

void ComparePage::showEvent(QShowEvent* event) {
  QMainWindow::showEvent(event);
  m_table->refresh();
  loadCurves();
  loadSamples();
  nameDocksOnce();
  if (m_sized) return;
  m_sized = true;
  // Dock sizes take effect only once the window has its own.
  QTimer::singleShot(0, this, &ComparePage::arrangeDocks);
}

void ComparePage::restoreLayout(const QByteArray& state) {
  if (restoreState(state)) m_sized = true;
}

void ComparePage::checkFirstRuns() {
  if (m_started || m_table->rowCount() == 0) return;
  m_started = true;
  if (!m_selection->checked().isEmpty()) return;
  QStringList ids;
  for (const auto& row : m_table->rows())
    if (ids.size() < 6) ids << QString::fromStdString(row.id);
  m_selection->setCheckedRuns(ids);
}

void ComparePage::refreshKeys() {
  QStringList figures = m_table->figures();
  QStringList curves = figures;
  curves.removeAll("adapter_bytes");
  curves.removeAll("wall_seconds");
  // Loss is what every run has; it is the first curve to show.
  if (curves.removeAll("loss")) curves.prepend("loss");
  setKeys(m_metric, curves, curves.contains("eval_loss") ? "loss" : curves.value(0));
  figures << "trainable_parameters"
          << "step";
  setKeys(m_x, figures, figures.contains("memory_peak_bytes") ? "memory_peak_bytes" : "trainable_parameters");
  m_metric->setEnabled(!curves.isEmpty());
  setKeys(m_y, figures, figures.contains("exact_match") ? "exact_match" : figures.contains("eval_loss") ? "eval_loss" : "loss");
  showWhetherAny();
}

void ComparePage::showWhetherAny() {
  const bool any = m_table->rowCount() > 0;
  m_runs->setCurrentIndex(any ? 1 : 0);
  for (QWidget* each : m_actions) each->setEnabled(any);
  m_hint->setText(any ? tr("%1 of %2 runs checked").arg(m_selection->checked().size()).arg(m_table->rowCount()) : QString());
}

void ComparePage::loadCurves() {
  refreshKeys();
  const QString key = m_metric->currentData().toString();
  const QStringList ids = m_selection->checked();
  const int ticket = ++m_loading;
  inBackground(
      this,
      [engine = m_engine, ids, key = key.toStdString()] {
        QHash<QString, RunCurve> curves;
        for (const auto& id : ids) curves.insert(id, runCurve(*engine, id.toStdString(), key));
        return curves;
      },
      [this, ticket](QHash<QString, RunCurve> curves) {
        if (ticket != m_loading) return;  // a later choice is on its way
        m_curves = std::move(curves);
        fillCurves();
      });
}

void ComparePage::fillCurves() {
  const QString key = m_metric->currentData().toString(), by = m_by->currentData().toString();
  m_overlay->clearSeries();
  m_overlay->setTitle(metricTitle(key));
  m_overlay->setUnit(metricUnit(key));
  m_overlay->setXAxis(m_by->currentText(), by == "wall" ? Unit::seconds : Unit::count);
  m_overlay->setEmptyText(m_table->rowCount() == 0           ? tr("The curves of your runs lie over each other here.")
                          : m_selection->checked().isEmpty() ? tr("Check runs in the table to lay their curves over each other.")
                                                             : tr("None of the checked runs has a value here."));
  for (const auto& id : m_selection->checked()) {
    const auto* row = m_table->row(id);
    const auto curve = m_curves.constFind(id);
    if (!row || curve == m_curves.constEnd()) continue;
    std::vector<double> xs, ys;
    int64_t offset = 0, before = 0;
    for (size_t i = 0; i < curve->points.size(); ++i) {
      const MetricPoint& point = curve->points[i];
      if (point.wall_ms < before) offset += before;  // a resumed run counts from zero again
      before = point.wall_ms;
      double x = double(point.step);
      if (by == "wall") x = double(point.wall_ms + offset) / 1000;
      if (by == "tokens") {
        if (curve->tokens.empty()) break;
        x = curve->tokens[i];
      }
      xs.push_back(x);
      ys.push_back(point.value);
    }
    const bool noisy = xs.size() > 40;
    const int index =
        m_overlay->addSeries({id, QString::fromStdString(row->name.empty() ? row->id : row->name), m_selection->styleIndex(id), noisy, !noisy});
    m_overlay->assign(index, xs, ys);
  }
  highlight();
}

void ComparePage::fillScatter() {
  const QString x = m_x->currentData().toString(), y = m_y->currentData().toString();
  std::vector<ParetoChart::Point> points;
  if (m_published->isChecked()) {
    for (const auto& run : m_engine->published()) {
      points.push_back({{}, QString::fromStdString(run.name), figureOf(run, x), figureOf(run, y), 0, true});
    }
  }
  for (const auto& id : m_selection->checked())
    if (const auto* row = m_table->row(id))
      points.push_back({id, QString::fromStdString(row->name.empty() ? row->id : row->name), runFigure(*row, x), runFigure(*row, y),
                        m_selection->styleIndex(id), false});
  m_scatter->setAxes(x, y);
  m_scatter->setPoints(std::move(points));
}

void ComparePage::fillSettings() {
  std::vector<SettingsTable::Column> columns;
  for (const auto& id : m_selection->checked())
    if (const auto* row = m_table->row(id)) columns.push_back({id, QString::fromStdString(row->name.empty() ? row->id : row->name), row->config});
  m_settings->setColumns(columns, true);
  const bool any = m_settings->rowCount() > 0;
  m_settings_view->setVisible(any);
  m_same->setVisible(!any);
  m_same->setText(columns.size() < 2 ? tr("Check two runs or more to see in what they differ.") : tr("The checked runs have the same settings."));
  showWhetherAny();
}

void ComparePage::highlight() {
  const QString id = m_selection->hovered().isEmpty() ? m_selection->current() : m_selection->hovered();
  m_overlay->setHighlighted(id, !m_selection->hovered().isEmpty());
  m_scatter->setHighlighted(id);
  m_settings->setCurrent(id);
  m_samples->setCurrent(id);
  const auto at = m_proxy->mapFromSource(m_table->indexOf(m_selection->current()));
  if (at.isValid() && !m_view->selectionModel()->isRowSelected(at.row())) {
    m_view->selectionModel()->setCurrentIndex(at, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    m_view->scrollTo(at);
  }
}

void ComparePage::pickStyle(const QString& id) {
  QMenu menu(this);
  auto* open = menu.addAction(tr("Open this run"));
  for (const auto& [text, column] : {std::pair{tr("Edit tags"), RunTable::kTags}, std::pair{tr("Edit note"), RunTable::kNote}}) {
    menu.addAction(text, this, [this, id, column = int(column)] {
      m_view->setColumnHidden(column, false);
      const auto at = m_proxy->mapFromSource(m_table->indexOf(id).siblingAtColumn(column));
      m_view->setCurrentIndex(at);
      m_view->scrollTo(at);
      m_view->edit(at);
    });
  }
  auto* colors = menu.addMenu(tr("Colour"));
  auto* lines = menu.addMenu(tr("Line"));
  const int now = m_selection->styleIndex(id);
  static const char* const line_names[] = {QT_TR_NOOP("Solid"), QT_TR_NOOP("Dashed"), QT_TR_NOOP("Dotted"), QT_TR_NOOP("Dash and dot")};
  for (int i = 0; i < 10; ++i) {
    QPixmap swatch(16, 16);
    swatch.fill(theme::seriesColor(i, palette()));
    colors->addAction(QIcon(swatch), tr("Colour %1").arg(i + 1), this, [this, id, i, now] { m_selection->setStyleIndex(id, now / 10 * 10 + i); });
  }
  for (int i = 0; i < 4; ++i) lines->addAction(tr(line_names[i]), this, [this, id, i, now] { m_selection->setStyleIndex(id, i * 10 + now % 10); });
  if (menu.exec(QCursor::pos()) == open) Q_EMIT runActivated(id);
}

QList<int> ComparePage::shownColumns() const {
  QList<int> columns;
  auto* header = m_view->horizontalHeader();
  for (int visual = 0; visual < header->count(); ++visual)
    if (const int logical = header->logicalIndex(visual); !header->isSectionHidden(logical)) columns << logical;
  return columns;
}

QList<int> ComparePage::checkedRows() const {
  QList<int> rows;
  for (int row = 0; row < m_proxy->rowCount(); ++row)
    if (m_selection->isChecked(m_proxy->index(row, 0).data(RunTable::kIdRole).toString())) rows << row;
  return rows;
}

QString ComparePage::markdown() const { return tableMarkdown(*m_proxy, shownColumns(), checkedRows()); }
QString ComparePage::csv() const { return tableCsv(*m_proxy, shownColumns(), checkedRows(), RunTable::kSortRole); }

}  // namespace paretune

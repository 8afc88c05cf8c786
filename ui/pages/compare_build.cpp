// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the compare page and what they send each other.
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSaveFile>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/bridge/selection.h"
#include "ui/charts/chart_view.h"
#include "ui/charts/pareto_chart.h"
#include "ui/models/run_table.h"
#include "ui/models/settings_table.h"
#include "ui/pages/cell_delegate.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/searches_box.h"
#include "ui/theme.h"
#include "ui/widgets/calm_combo.h"
#include "ui/widgets/card.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/letters.h"
#include "ui/widgets/sort_header.h"
#include "ui/widgets/whole_titles.h"

namespace paretune {
namespace {

QComboBox* combo(const char* name, const QString& accessible) {
  auto* box = new CalmCombo;
  box->setObjectName(name);
  box->setAccessibleName(accessible);
  box->setToolTip(accessible);
  box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  box->setMinimumContentsLength(8);
  box->setMaximumWidth(letters(box, 36));
  // Filling it blocks its signals, so that only a person's choice is remembered.
  QObject::connect(box, &QComboBox::currentIndexChanged, box, [box] { box->setProperty("chosen", true); });
  return box;
}

QLabel* quietLabel(const QString& text, QWidget* buddy) {
  auto* label = new QLabel(text);
  label->setBuddy(buddy);
  theme::markMuted(label);
  return label;
}

}  // namespace

void ComparePage::buildTable() {
  auto* host = new QWidget;
  auto* column = new QVBoxLayout(host);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  m_proxy = new QSortFilterProxyModel(this);
  m_proxy->setSourceModel(m_table);
  m_proxy->setSortRole(RunTable::kSortRole);
  m_proxy->setFilterRole(RunTable::kSearchRole);
  m_view = new QTableView;
  m_view->setObjectName("compareTable");
  m_view->setAccessibleName(tr("Runs to compare"));
  m_view->setModel(m_proxy);
  m_view->setItemDelegate(new CellDelegate(m_view));
  setFocusProxy(m_view);
  m_view->setHorizontalHeader(new SortHeader(m_view));
  m_view->setSortingEnabled(true);
  m_view->sortByColumn(-1, Qt::AscendingOrder);
  m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_view->setSelectionMode(QAbstractItemView::SingleSelection);
  m_view->setShowGrid(false);
  m_view->setWordWrap(false);
  m_view->setAlternatingRowColors(true);
  m_view->setMouseTracking(true);
  m_view->viewport()->installEventFilter(this);
  m_view->verticalHeader()->hide();
  m_view->verticalHeader()->setDefaultSectionSize(fontMetrics().height() * 2);
  m_view->setIconSize(QSize(22, 12));
  m_view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  m_view->horizontalHeader()->setDefaultSectionSize(letters(this, 20));
  m_view->horizontalHeader()->resizeSection(0, letters(this, 42));
  m_view->horizontalHeader()->setTextElideMode(Qt::ElideRight);
  keepTitlesWhole(m_view);
  m_view->setContextMenuPolicy(Qt::CustomContextMenu);
  m_view->setEditTriggers(QAbstractItemView::EditKeyPressed);  // a double click opens the run

  auto* bar = new QHBoxLayout;
  bar->setSpacing(8);
  m_hint = new ElidedLabel;
  theme::markMuted(m_hint);
  m_filter = new QLineEdit;
  m_filter->setObjectName("compareFilter");
  m_filter->setAccessibleName(tr("Filter runs"));
  m_filter->setPlaceholderText(tr("Filter by name, method, tag, note, state"));
  m_filter->setClearButtonEnabled(true);
  m_filter->setMinimumWidth(letters(this, 36));
  m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
  connect(m_filter, &QLineEdit::textChanged, m_proxy, &QSortFilterProxyModel::setFilterFixedString);
  connect(m_table, &RunTable::message, this, &ComparePage::message);
  auto* all = new QPushButton(tr("Check all"));
  all->setObjectName("checkAll");
  auto* none = new QPushButton(tr("Clear"));
  none->setObjectName("checkNone");
  none->setAccessibleName(tr("Uncheck all runs"));
  auto* copy = new QPushButton(tr("Copy table"));
  copy->setObjectName("copyTable");
  auto* menu = new QMenu(copy);
  menu->addAction(tr("As Markdown"), this, [this] { QGuiApplication::clipboard()->setText(markdown()); })->setObjectName("copyMarkdown");
  menu->addAction(tr("As CSV"), this, [this] { QGuiApplication::clipboard()->setText(csv()); })->setObjectName("copyCsv");
  menu->addAction(tr("Differing settings as Markdown"), this, [this] { QGuiApplication::clipboard()->setText(m_settings->markdown()); })
      ->setObjectName("copySettings");
  menu->addAction(tr("Save as CSV…"), this, [this] {
    const auto path = QFileDialog::getSaveFileName(this, tr("Save table"), "runs.csv", tr("CSV (*.csv)"));
    if (path.isEmpty()) return;
    QSaveFile file(path);
    const bool done = file.open(QIODevice::WriteOnly) && file.write(csv().toUtf8()) >= 0 && file.commit();
    Q_EMIT message(done ? 0 : 2, done ? tr("Saved %1").arg(path) : tr("%1: %2. Choose a folder you own.").arg(path, file.errorString()));
  });
  copy->setMenu(menu);
  bar->addWidget(m_filter);
  bar->addWidget(m_hint, 1);
  bar->addWidget(new SearchesBox(m_table, host));
  bar->addWidget(all);
  bar->addWidget(none);
  bar->addWidget(copy);
  auto* empty = new EmptyState(tr("No run yet"), tr("Every run you start can be compared here: settings, curves, quality against cost."), tr("Go to Setup"));
  empty->button()->setObjectName("compareGoToSetup");
  connect(empty->button(), &QPushButton::clicked, this, &ComparePage::setupRequested);
  m_runs = new QStackedWidget;
  m_runs->addWidget(empty);
  m_runs->addWidget(m_view);
  m_actions = {m_filter, all, none, copy};
  column->addLayout(bar);
  column->addWidget(m_runs, 1);
  addDock(Qt::TopDockWidgetArea, tr("Runs"), "runsDock", host);

  connect(all, &QPushButton::clicked, this, [this] {
    QStringList ids;
    for (int row = 0; row < m_proxy->rowCount(); ++row) ids << m_proxy->index(row, 0).data(RunTable::kIdRole).toString();  // what the filter leaves
    m_selection->setCheckedRuns(ids);
  });
  connect(none, &QPushButton::clicked, this, [this] { m_selection->setCheckedRuns({}); });
  connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& index) {
    if (index.isValid()) m_selection->setCurrent(index.data(RunTable::kIdRole).toString());
  });
  connect(m_view, &QTableView::entered, this,
          [this](const QModelIndex& index) { m_selection->setHovered(index.data(RunTable::kIdRole).toString()); });
  connect(m_view, &QTableView::activated, this, [this](const QModelIndex& index) { Q_EMIT runActivated(index.data(RunTable::kIdRole).toString()); });
  connect(m_view, &QTableView::customContextMenuRequested, this, [this](const QPoint& at) {
    const auto index = m_view->indexAt(at);
    if (index.isValid()) pickStyle(index.data(RunTable::kIdRole).toString());
  });
}

void ComparePage::buildOverlay() {
  auto* host = new QWidget;
  auto* column = new QVBoxLayout(host);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  m_metric = combo("overlayMetric", tr("Metric of the curves"));
  m_by = combo("overlayBy", tr("What the curves run over"));
  m_by->addItem(tr("Step"), "step");
  m_by->addItem(tr("Tokens"), "tokens");
  m_by->addItem(tr("Wall time"), "wall");
  auto* bar = new QHBoxLayout;
  bar->setSpacing(8);
  bar->addWidget(quietLabel(tr("Curves of"), m_metric));
  bar->addWidget(m_metric, 4);
  bar->addWidget(quietLabel(tr("by"), m_by));
  bar->addWidget(m_by, 4);
  bar->addStretch(1);
  column->addLayout(bar);
  m_overlay = new ChartView(tr("Curves"), Unit::number);
  m_overlay->setObjectName("overlayChart");
  m_overlay->setEmptyText(tr("Check runs in the table to lay their curves over each other."));
  column->addWidget(m_overlay, 1);
  setCentralWidget(host);
  connect(m_metric, &QComboBox::currentIndexChanged, this, &ComparePage::loadCurves);
  connect(m_by, &QComboBox::currentIndexChanged, this, &ComparePage::fillCurves);
  connect(m_overlay, &ChartView::seriesHovered, m_selection, &Selection::setHovered);
  connect(m_overlay, &ChartView::seriesClicked, m_selection, &Selection::setCurrent);
  connect(m_overlay, &ChartView::message, this, &ComparePage::message);
}

void ComparePage::buildScatter() {
  auto* host = new QFrame;
  theme::markCard(host);
  auto* column = new QVBoxLayout(host);
  column->setContentsMargins(12, 8, 12, 8);
  column->setSpacing(8);
  m_y = combo("yMetric", tr("Vertical value"));
  m_x = combo("xMetric", tr("Horizontal value"));
  m_published = new QCheckBox(tr("Published"));
  m_published->setObjectName("publishedRuns");
  m_published->setAccessibleName(tr("Show published runs"));
  m_published->setToolTip(
      tr("Results the PEFT project recorded on MetaMathQA with Llama-3.2-3B on an L40S: another model, data and machine, so "
         "compare shapes, not figures. Source: github.com/huggingface/peft, method_comparison."));
  m_published->setVisible(!m_engine->published().empty());
  auto* bar = new QHBoxLayout;
  bar->setSpacing(8);
  bar->addWidget(m_y, 4);
  bar->addWidget(quietLabel(tr("over"), m_x));
  bar->addWidget(m_x, 4);
  bar->addWidget(m_published);
  bar->addStretch(1);
  auto* more = new QToolButton;
  more->setObjectName("paretoMenu");
  more->setAccessibleName(tr("Scatter options"));
  more->setToolTip(tr("Scatter options"));
  more->setPopupMode(QToolButton::InstantPopup);
  theme::markFlat(more);
  auto* menu = new QMenu(more);
  auto* log = menu->addAction(tr("Logarithmic horizontal axis"));
  log->setCheckable(true);
  menu->addAction(tr("Save picture…"), this, [this] {
    const auto path = QFileDialog::getSaveFileName(this, tr("Save picture"), "front.svg", tr("SVG (*.svg);;PNG (*.png)"));
    if (path.isEmpty()) return;
    const bool done = m_scatter->saveImage(path);
    Q_EMIT message(done ? 0 : 2, done ? tr("Saved %1").arg(path) : tr("%1: cannot be written. Choose a folder you own.").arg(path));
  });
  more->setMenu(menu);
  bar->addWidget(more);
  m_more = more;
  m_scatter = new ParetoChart;
  m_scatter->setObjectName("paretoChart");
  column->addLayout(bar);
  column->addWidget(m_scatter, 1);
  addDock(Qt::RightDockWidgetArea, tr("Pareto front"), "paretoDock", host);
  for (auto* box : {m_x, m_y}) connect(box, &QComboBox::currentIndexChanged, this, &ComparePage::fillScatter);
  connect(m_published, &QCheckBox::toggled, this, &ComparePage::fillScatter);
  connect(log, &QAction::toggled, m_scatter, &ParetoChart::setLogX);
  restyle();
  connect(m_scatter, &ParetoChart::pointClicked, m_selection, &Selection::setCurrent);
  connect(m_scatter, &ParetoChart::pointHovered, m_selection, &Selection::setHovered);
}

void ComparePage::buildSettings() {
  auto* host = new QWidget;
  auto* column = new QVBoxLayout(host);
  column->setContentsMargins(0, 0, 0, 0);
  m_settings = new SettingsTable(this);
  m_settings_view = new QTableView;
  m_settings_view->setObjectName("differingSettings");
  m_settings_view->setAccessibleName(tr("Settings that differ among the checked runs"));
  m_settings_view->setModel(m_settings);
  m_settings_view->setItemDelegate(new CellDelegate(m_settings_view));
  m_settings_view->verticalHeader()->hide();
  m_settings_view->verticalHeader()->setDefaultSectionSize(fontMetrics().height() * 2);
  m_settings_view->setShowGrid(false);
  m_settings_view->setAlternatingRowColors(true);
  m_settings_view->horizontalHeader()->setTextElideMode(Qt::ElideRight);
  m_settings_view->horizontalHeader()->setDefaultSectionSize(letters(this, 31));
  m_settings_view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  keepTitlesWhole(m_settings_view);
  m_same = new QLabel;
  m_same->setAlignment(Qt::AlignCenter);
  theme::markMuted(m_same);
  column->addWidget(m_same, 1);
  column->addWidget(m_settings_view, 1);
  addDock(Qt::BottomDockWidgetArea, tr("Settings that differ"), "settingsDock", host);
  connect(m_settings_view->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& index) {
    const auto id = m_settings->runId(index.column());
    if (!id.isEmpty()) m_selection->setCurrent(id);
  });
}

}  // namespace paretune

// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the view of a tournament.
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QListWidget>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/charts/pareto_chart.h"
#include "ui/models/sweep_table.h"
#include "ui/pages/cell_delegate.h"
#include "ui/pages/tournament_view.h"
#include "ui/theme.h"
#include "ui/widgets/calm_combo.h"
#include "ui/widgets/card.h"
#include "ui/widgets/letters.h"
#include "ui/widgets/tone_label.h"
#include "ui/widgets/tones.h"
#include "ui/widgets/sort_header.h"
#include "ui/widgets/whole_titles.h"

namespace paretune {
namespace {

QPushButton* button(const char* name, const QString& text, const QString& tip = {}) {
  auto* out = new QPushButton(text);
  out->setObjectName(name);
  out->setAccessibleName(text);
  out->setToolTip(tip);
  return out;
}

QComboBox* axis(const char* name, const QString& accessible) {
  auto* box = new CalmCombo;
  box->setObjectName(name);
  box->setAccessibleName(accessible);
  box->setToolTip(accessible);
  box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  box->setMinimumContentsLength(8);
  box->setMaximumWidth(letters(box, 36));
  return box;
}

}  // namespace

TournamentView::TournamentView(QWidget* parent) : QWidget(parent), m_table(new SweepTable(this)), m_proxy(new QSortFilterProxyModel(this)) {
  setObjectName("tournamentView");
  auto* upper = new QSplitter(Qt::Horizontal);
  upper->setHandleWidth(12);
  upper->setChildrenCollapsible(false);
  upper->addWidget(buildVerdict());
  upper->addWidget(buildChart());
  upper->setStretchFactor(0, 4);
  upper->setStretchFactor(1, 5);
  auto* whole = new QSplitter(Qt::Vertical);
  whole->setHandleWidth(12);
  whole->setChildrenCollapsible(false);
  whole->addWidget(upper);
  whole->addWidget(buildTable());
  whole->setStretchFactor(0, 1);
  whole->setStretchFactor(1, 1);
  whole->setSizes({340, 340});
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(12);
  column->addWidget(buildHeader());
  column->addWidget(whole, 1);
}

QWidget* TournamentView::buildHeader() {
  m_name = new QLabel;
  m_name->setObjectName("tournamentTitle");
  m_name->setFont(theme::titleFont(this));
  m_name->setTextFormat(Qt::PlainText);
  m_name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  m_progress_text = new QLabel;
  m_progress_text->setObjectName("tournamentProgress");
  theme::markMuted(m_progress_text);
  m_trouble = new ToneLabel(ToneLabel::error);
  m_trouble->setObjectName("tournamentTrouble");
  m_trouble->setWordWrap(true);
  m_trouble->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_progress = new QProgressBar;
  m_progress->setAccessibleName(tr("Runs that are done"));
  m_progress->setTextVisible(false);
  m_stop = button("tournamentStop", tr("Stop"), tr("Ends the run under way with a checkpoint. What is finished stays, and Go on takes up the rest."));
  m_go_on = button("tournamentGoOn", tr("Go on"), tr("Makes the runs that are still missing"));
  theme::markPrimary(m_go_on);
  m_retry = button("tournamentRetry", tr("Try failed runs again"));
  connect(m_stop, &QPushButton::clicked, this, [this] {
    m_stopping = true;
    fillHeader();
    emit stopRequested();
  });
  connect(m_go_on, &QPushButton::clicked, this, [this] { emit resumeRequested(false); });
  connect(m_retry, &QPushButton::clicked, this, [this] { emit resumeRequested(true); });
  auto* host = new QWidget;
  auto* column = new QVBoxLayout(host);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(6);
  auto* row = new QHBoxLayout;
  row->setSpacing(8);
  row->addWidget(m_name, 1);
  row->addWidget(m_progress_text);
  row->addWidget(m_retry);
  row->addWidget(m_stop);
  row->addWidget(m_go_on);
  column->addLayout(row);
  column->addWidget(m_progress);
  column->addWidget(m_trouble);
  return host;
}

QWidget* TournamentView::buildVerdict() {
  auto* card = new Card(tr("What it says"), {});
  card->setMinimumWidth(letters(this, 46));
  m_sentence = new QLabel;
  m_sentence->setObjectName("tournamentSentence");
  m_sentence->setAccessibleName(tr("Recommendation"));
  m_sentence->setWordWrap(true);
  m_sentence->setTextFormat(Qt::PlainText);
  m_sentence->setAlignment(Qt::AlignLeft | Qt::AlignTop);
  m_sentence->setFont(scaledFont(font(), 1.2, QFont::Medium));
  m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_notes = new QLabel;
  m_notes->setObjectName("tournamentNotes");
  m_notes->setWordWrap(true);
  m_notes->setTextFormat(Qt::PlainText);
  m_notes->setAlignment(Qt::AlignLeft | Qt::AlignTop);
  makeMuted(m_notes);
  m_export = button("exportRecommended", tr("Export this adapter…"), tr("The best run of the recommended method"));
  theme::markPrimary(m_export);
  m_compare = button("compareRuns", tr("Open its runs in Compare"));
  m_settings = button("useSettings", tr("Use these settings on Setup"), tr("The recommended method with the learning rate that was found"));
  connect(m_export, &QPushButton::clicked, this, [this] { emit exportRequested(bestRun(recommended())); });
  connect(m_settings, &QPushButton::clicked, this, [this] { emit settingsWanted(bestRun(recommended())); });
  connect(m_compare, &QPushButton::clicked, this, [this] {
    QStringList runs;
    for (const auto& item : m_state.items)
      if (item.item.purpose.empty() && !item.run_id.empty()) runs << QString::fromStdString(item.run_id);
    emit compareRequested(runs);
  });
  auto* words = new QWidget;
  auto* column = new QVBoxLayout(words);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  column->addWidget(m_sentence);
  column->addWidget(m_notes);
  column->addStretch(1);
  auto* scroll = new QScrollArea;
  scroll->setObjectName("verdictScroll");
  scroll->setWidget(words);
  scroll->setWidgetResizable(true);
  scroll->viewport()->setAutoFillBackground(false);  // the card shows through
  words->setAutoFillBackground(false);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setMinimumHeight(fontMetrics().height() * 6);
  card->body()->addWidget(scroll, 1);
  card->body()->addWidget(m_export);
  card->body()->addWidget(m_settings);
  card->body()->addWidget(m_compare);
  return card;
}

QWidget* TournamentView::buildChart() {
  auto* card = new QFrame;
  theme::markCard(card);
  m_y = axis("tournamentY", tr("Vertical value"));
  m_x = axis("tournamentX", tr("Horizontal value"));
  auto* over = new QLabel(tr("over"));
  over->setBuddy(m_x);
  theme::markMuted(over);
  m_chart = new ParetoChart;
  m_chart->setObjectName("tournamentChart");
  auto* row = new QHBoxLayout;
  row->setSpacing(8);
  row->addWidget(m_y, 4);
  row->addWidget(over);
  row->addWidget(m_x, 4);
  row->addStretch(1);
  auto* column = new QVBoxLayout(card);
  column->setContentsMargins(12, 8, 12, 8);
  column->setSpacing(8);
  column->addLayout(row);
  column->addWidget(m_chart, 1);
  for (QComboBox* box : {m_x, m_y}) connect(box, &QComboBox::currentIndexChanged, this, &TournamentView::fillChart);
  connect(m_chart, &ParetoChart::pointClicked, this, [this](const QString& method) {
    const QModelIndex at = m_proxy->mapFromSource(m_table->index(m_table->rowOf(method), 0));
    m_view->setCurrentIndex(at);
    m_view->scrollTo(at);
  });
  return card;
}

QWidget* TournamentView::buildTable() {
  m_proxy->setSourceModel(m_table);
  m_proxy->setSortRole(SweepTable::kValueRole);
  m_view = new QTableView;
  m_view->setObjectName("tournamentTable");
  m_view->setAccessibleName(tr("Methods of the tournament"));
  m_view->setModel(m_proxy);
  m_view->setItemDelegate(new CellDelegate(m_view));
  m_view->setHorizontalHeader(new SortHeader(m_view));
  m_view->setSortingEnabled(true);
  m_view->sortByColumn(-1, Qt::AscendingOrder);
  m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_view->setSelectionMode(QAbstractItemView::SingleSelection);
  m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
  m_view->setShowGrid(false);
  m_view->setWordWrap(false);
  m_view->setAlternatingRowColors(true);
  m_view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  m_view->verticalHeader()->hide();
  m_view->verticalHeader()->setDefaultSectionSize(fontMetrics().height() * 2);
  m_view->setIconSize(QSize(12, 12));
  m_view->horizontalHeader()->setDefaultSectionSize(letters(this, 23));
  m_view->horizontalHeader()->resizeSection(SweepTable::kMethod, letters(this, 20));
  m_view->horizontalHeader()->resizeSection(SweepTable::kRuns, letters(this, 14));
  m_view->horizontalHeader()->resizeSection(SweepTable::kState, letters(this, 23));
  keepTitlesWhole(m_view);
  auto* copy = button("copyMethods", tr("Copy table"));
  auto* menu = new QMenu(copy);
  menu->addAction(tr("As Markdown"), this, [this] { QGuiApplication::clipboard()->setText(markdown()); })->setObjectName("copyMethodsMarkdown");
  menu->addAction(tr("As CSV"), this, [this] { QGuiApplication::clipboard()->setText(csv()); })->setObjectName("copyMethodsCsv");
  copy->setMenu(menu);
  auto* hint = new QLabel(tr("Means over the seeds with their 95 % intervals"));
  theme::markMuted(hint);
  m_failures = new QListWidget;
  m_failures->setObjectName("failedRuns");
  m_failures->setAccessibleName(tr("Runs that failed"));
  m_failures->setWordWrap(true);
  m_failures->setSpacing(4);
  m_failures->setSizeAdjustPolicy(QAbstractScrollArea::AdjustToContents);
  m_failures->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
  m_failures->setMaximumHeight(fontMetrics().height() * 7);
  auto* host = new QWidget;
  auto* column = new QVBoxLayout(host);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  auto* row = new QHBoxLayout;
  row->addWidget(hint, 1);
  row->addWidget(copy);
  column->addLayout(row);
  column->addWidget(m_view, 1);
  column->addWidget(m_failures);
  connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& index) { m_chart->setHighlighted(methodAt(index)); });
  connect(m_view, &QTableView::activated, this, [this](const QModelIndex& index) {
    if (const QString run = bestRun(methodAt(index)); !run.isEmpty()) emit runActivated(run);
  });
  connect(m_failures, &QListWidget::itemActivated, this, [this](QListWidgetItem* item) { emit runActivated(item->data(Qt::UserRole).toString()); });
  return host;
}

}  // namespace paretune

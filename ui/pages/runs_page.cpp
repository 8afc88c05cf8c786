// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/runs_page.h"

#include <QEvent>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/bridge/run_controller.h"
#include "ui/bridge/selection.h"
#include "ui/models/run_table.h"
#include "ui/pages/run_delegate.h"
#include "ui/pages/run_header.h"
#include "ui/pages/run_view.h"
#include "ui/pages/searches_box.h"
#include "ui/theme.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/letters.h"

namespace paretune {

RunsPage::RunsPage(std::shared_ptr<Engine> engine, RunController* controller, Selection* selection, RunTable* table, QWidget* parent)
    : QWidget(parent), m_controller(controller), m_selection(selection), m_table(table) {
  m_proxy = new QSortFilterProxyModel(this);
  m_proxy->setSourceModel(table);
  m_proxy->setFilterRole(RunTable::kSearchRole);
  m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);

  auto* left = new QWidget;
  auto* column = new QVBoxLayout(left);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  m_filter = new QLineEdit;
  m_filter->setObjectName("runsFilter");
  m_filter->setAccessibleName(tr("Filter runs"));
  m_filter->setPlaceholderText(tr("Filter by name, method, tag, state"));
  m_filter->setClearButtonEnabled(true);
  m_list = new QListView;
  m_list->setObjectName("runsTable");
  m_list->setAccessibleName(tr("Runs"));
  m_list->setModel(m_proxy);
  m_list->setItemDelegate(new RunDelegate(m_list));
  m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_list->setMouseTracking(true);
  m_list->viewport()->installEventFilter(this);
  m_list->setUniformItemSizes(true);
  m_no_match = new QLabel(tr("No run matches."));
  m_no_match->setAlignment(Qt::AlignCenter);
  theme::markMuted(m_no_match);
  m_no_match->hide();
  m_stop_all = new QPushButton(tr("Stop all runs"));
  m_stop_all->setObjectName("stopAllButton");
  m_stop_all->setToolTip(tr("End every running and waiting run with a checkpoint"));
  m_stop_all->hide();
  column->addWidget(m_filter);
  column->addWidget(m_no_match);
  column->addWidget(m_list, 1);
  column->addWidget(new SearchesBox(table, left));
  column->addWidget(m_stop_all);

  m_view = new RunView(std::move(engine), controller, table->edits());
  auto* empty = new EmptyState(
      tr("No run yet"), tr("Choose a model, data and a method under Setup, then press Start.\nThe run appears here at once, with its curves and answers."),
      tr("Go to Setup"));
  empty->button()->setObjectName("goToSetup");
  m_empty = empty;
  connect(empty->button(), &QPushButton::clicked, this, &RunsPage::setupRequested);

  m_stack = new QStackedWidget;
  m_stack->addWidget(m_empty);
  m_stack->addWidget(m_view);
  m_splitter = new QSplitter(Qt::Horizontal);
  m_splitter->setObjectName("runsSplitter");
  m_splitter->setHandleWidth(12);
  m_splitter->setChildrenCollapsible(false);
  left->setMinimumWidth(letters(this, 36));
  m_splitter->addWidget(left);
  m_splitter->addWidget(m_stack);
  m_splitter->setStretchFactor(1, 1);
  m_splitter->setSizes({letters(this, 46), letters(this, 150)});
  auto* page = new QVBoxLayout(this);
  page->setContentsMargins(16, 16, 16, 12);
  page->addWidget(m_splitter);

  connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& text) {
    m_proxy->setFilterFixedString(text);
    m_no_match->setVisible(m_proxy->rowCount() == 0 && m_table->rowCount() > 0);
  });
  connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& index) {
    if (index.isValid()) m_selection->setCurrent(index.data(RunTable::kIdRole).toString());
  });
  connect(m_list, &QListView::entered, this, [this](const QModelIndex& index) { m_selection->setHovered(index.data(RunTable::kIdRole).toString()); });
  connect(m_selection, &Selection::currentChanged, this, &RunsPage::follow);
  connect(table, &RunTable::refreshed, this, &RunsPage::follow);
  connect(table, &RunTable::dataChanged, this, [this] {
    if (const auto* row = m_table->row(m_view->runId())) m_view->setRow(*row);
  });
  connect(m_controller, &RunController::runsChanged, this, [this] { m_stop_all->setVisible(m_controller->liveRuns().size() > 1); });
  connect(m_stop_all, &QPushButton::clicked, m_controller, &RunController::stopAll);
  connect(m_view, &RunView::exportRequested, this, &RunsPage::exportRequested);
  connect(m_view, &RunView::tryInPlayground, this, &RunsPage::tryInPlayground);
  connect(m_view, &RunView::sameBut, this, &RunsPage::sameBut);
  connect(m_view, &RunView::message, this, &RunsPage::message);
  connect(m_view, &RunView::runsChanged, table, &RunTable::refresh);
  setFocusProxy(m_list);
  follow();
}

void RunsPage::showRun(const QString& id) {
  m_filter->clear();
  m_selection->setCurrent(id);
  m_table->refresh();
}

void RunsPage::follow() {
  if (m_table->rowCount() == 0) {
    m_view->showRun({});
    m_stack->setCurrentWidget(m_empty);
    return;
  }
  QString id = m_selection->current();
  if (!m_table->row(id)) {
    // A run just submitted is not in the table yet; an unknown id otherwise gives way to the newest run.
    if (!id.isEmpty() && m_controller->isLive(id)) return m_view->showRun(id), m_stack->setCurrentWidget(m_view);
    id = QString::fromStdString(m_table->rows().front().id);
    return m_selection->setCurrent(id);
  }
  m_stack->setCurrentWidget(m_view);
  m_view->showRun(id);
  m_view->setRow(*m_table->row(id));
  const auto at = m_proxy->mapFromSource(m_table->indexOf(id));
  if (at.isValid() && m_list->currentIndex() != at) {
    m_list->setCurrentIndex(at);
    m_list->scrollTo(at);
  }
}

bool RunsPage::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_list->viewport() && event->type() == QEvent::Leave) m_selection->setHovered({});
  return QWidget::eventFilter(watched, event);
}

QByteArray RunsPage::layoutState() const { return m_splitter->saveState(); }
void RunsPage::setLayoutState(const QByteArray& state) { m_splitter->restoreState(state); }

void RunsPage::keepEdits() { m_view->keepEdits(); }

bool RunsPage::cancel() {
  if (m_view->header()->isAsking()) return m_view->header()->cancelAsking(), true;
  if (!m_filter->text().isEmpty()) return m_filter->clear(), true;
  return false;
}

}  // namespace paretune

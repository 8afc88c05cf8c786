// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/tournament_page.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPointer>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

#include "ui/bridge/background.h"
#include "ui/bridge/sweep_controller.h"
#include "ui/language.h"
#include "ui/models/run_table.h"
#include "ui/pages/run_delegate.h"
#include "ui/pages/setup_page.h"
#include "ui/pages/tournament_choice.h"
#include "ui/pages/tournament_plan_pane.h"
#include "ui/pages/tournament_view.h"
#include "ui/theme.h"
#include "ui/widgets/letters.h"
#include "ui/widgets/tones.h"

namespace paretune {

TournamentPage::TournamentPage(std::shared_ptr<Engine> engine, SweepController* sweeps, SetupPage* setup, QWidget* parent)
    : QWidget(parent), m_engine(std::move(engine)), m_sweeps(sweeps), m_setup(setup), m_wait(new QTimer(this)), m_stack(new QStackedWidget),
      m_view(new TournamentView) {
  setObjectName("tournamentPage");
  m_wait->setSingleShot(true);
  m_wait->setInterval(300);
  m_stack->addWidget(buildForm());
  m_stack->addWidget(m_view);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(16, 16, 16, 16);
  row->setSpacing(16);
  row->addWidget(buildList());
  row->addWidget(m_stack, 1);

  connect(m_wait, &QTimer::timeout, this, &TournamentPage::plan);
  connect(m_setup, &SetupPage::changed, this, [this] {
    m_subject->setText(m_setup->subject());
    if (isVisible()) schedule();
  });
  connect(m_sweeps, &SweepController::started, this, [this](const QString& id) {
    refresh();
    showTournament(id);
  });
  connect(m_sweeps, &SweepController::stateArrived, this, &TournamentPage::take);
  connect(m_sweeps, &SweepController::message, this, [this](int severity, const QString& text) {
    emit message(severity, text);
    if (isVisible()) schedule();
  });
  connect(m_view, &TournamentView::stopRequested, this, [this] { m_sweeps->stop(m_shown); });
  connect(m_view, &TournamentView::resumeRequested, this, [this](bool retry_failed) { m_sweeps->resume(m_shown, retry_failed); });
  connect(m_view, &TournamentView::exportRequested, this, &TournamentPage::exportRequested);
  connect(m_view, &TournamentView::compareRequested, this, &TournamentPage::compareRequested);
  connect(m_view, &TournamentView::runActivated, this, &TournamentPage::runActivated);
  connect(m_view, &TournamentView::settingsWanted, this, &TournamentPage::useSettings);
}

TournamentPage::~TournamentPage() { m_stop.request_stop(); }

QWidget* TournamentPage::buildList() {
  m_new = new QPushButton(tr("New tournament"));
  m_new->setObjectName("newTournament");
  m_list = new QListWidget;
  m_list->setObjectName("tournaments");
  m_list->setAccessibleName(tr("Tournaments"));
  m_list->setItemDelegate(new RunDelegate(m_list));
  m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  m_list->setUniformItemSizes(true);
  m_side = new QWidget;
  m_side->setFixedWidth(letters(this, 32));
  auto* column = new QVBoxLayout(m_side);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  column->addWidget(m_new);
  column->addWidget(m_list, 1);
  m_side->hide();
  connect(m_new, &QPushButton::clicked, this, &TournamentPage::showNew);
  connect(m_list, &QListWidget::currentItemChanged, this, [this](QListWidgetItem* item) {
    if (item) showTournament(item->data(RunTable::kIdRole).toString());
  });
  return m_side;
}

QWidget* TournamentPage::buildForm() {
  m_subject = new QLabel;
  m_subject->setObjectName("tournamentSubject");
  m_subject->setTextFormat(Qt::PlainText);
  m_subject->setWordWrap(true);
  m_subject->setFont(theme::sectionFont(this));
  auto* change = new QPushButton(tr("Change on Setup"));
  change->setObjectName("changeSubject");
  change->setToolTip(tr("Model, data and training settings are those of the page Setup"));
  connect(change, &QPushButton::clicked, this, &TournamentPage::setupRequested);
  auto* head = new QHBoxLayout;
  head->setSpacing(8);
  head->addWidget(m_subject, 1);
  head->addWidget(change);
  m_choice = new TournamentChoice(m_engine->methods());
  m_plan = new TournamentPlanPane;
  m_plan->setFixedWidth(letters(this, 43));
  auto* scroll = new QScrollArea;
  scroll->setObjectName("tournamentScroll");
  scroll->setWidget(m_choice);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  auto* row = new QHBoxLayout;
  row->setSpacing(16);
  row->addWidget(scroll, 1);
  row->addWidget(m_plan);
  m_form = new QWidget;
  auto* column = new QVBoxLayout(m_form);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(12);
  column->addLayout(head);
  column->addLayout(row, 1);
  connect(m_choice, &TournamentChoice::changed, this, [this] {
    m_note.clear();
    schedule();
  });
  connect(m_plan->startButton(), &QPushButton::clicked, this, &TournamentPage::start);
  return m_form;
}

void TournamentPage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  m_subject->setText(m_setup->subject());
  refresh();
  schedule();
}

void TournamentPage::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  m_wait->stop();
  m_stop.request_stop();
}

// What goes on is of no use any more; the newest state is planned a moment after the last change.
void TournamentPage::schedule() {
  if (!m_shown.isEmpty()) return;
  m_stop.request_stop();
  ++m_round;
  QStringList gaps = m_setup->missing() + m_choice->missing();
  if (!gaps.isEmpty()) {
    m_wait->stop();
    return m_plan->setMissing(gaps);
  }
  m_plan->setWorking(tr("planning"));
  m_wait->start();
}

void TournamentPage::plan() {
  const auto config = m_setup->config();
  if (!config) return m_plan->setError(language::errorText(config.error().text()));
  Json base = config->to_json();
  base["name"] = nullptr;
  base["init_adapter"] = nullptr;  // it is one method's; all start from the base model
  const int methods = m_choice->methodCount();
  const QString data = QFileInfo(QString::fromStdString(config->data.value("path", ""))).fileName();
  m_plan->setDefaultName(methods == 1 ? tr("1 method on %1").arg(data) : tr("%1 methods on %2").arg(methods).arg(data));
  m_stop = std::stop_source();
  const int round = ++m_round;
  const QPointer<TournamentPage> self(this);
  auto progress = [self, round](const std::string&, double fraction) {
    onGuiThread([self, round, fraction] {
      if (self && round == self->m_round && fraction >= 0) self->m_plan->setWorking(tr("planning, %1 %").arg(int(fraction * 100)));
    });
  };
  inBackground(
      this,
      [engine = m_engine, file = Json{{"base", base}, {"tournament", m_choice->value()}}, progress, stop = m_stop.get_token()] {
        return engine->sweeps().plan(file, progress, stop);
      },
      [this, round](const Result<SweepPlan>& plan) {
        if (round == m_round) planned(plan);
      });
}

void TournamentPage::planned(const Result<SweepPlan>& plan) {
  ++m_round;  // progress that comes late says nothing any more
  if (!plan) return m_plan->setError(language::errorText(plan.error().text()));
  if (m_choice->shorten(*plan)) {
    m_note = tr("Fewer seeds than three, because they would take %1. Set their number to have them all the same.").arg(durationText(plan->seconds));
    return schedule();
  }
  m_plan->setPlan(*plan, m_note);
}

void TournamentPage::start() {
  if (!m_shown.isEmpty()) return showNew();
  const QStringList gaps = m_setup->missing() + m_choice->missing();
  if (!gaps.isEmpty()) {
    emit message(1, gaps.join('\n'));
    return;
  }
  if (!m_plan->plan()) return;
  SweepPlan plan = *m_plan->plan();
  plan.name = m_plan->name().toStdString();
  m_plan->setWorking(tr("starting"));
  m_sweeps->start(plan);
}

void TournamentPage::showNew() {
  m_shown.clear();
  m_list->setCurrentItem(nullptr);
  m_stack->setCurrentWidget(m_form);
  schedule();
}

void TournamentPage::showTournament(const QString& id) {
  m_shown = id;
  m_stop.request_stop();
  m_wait->stop();
  if (m_states.contains(id)) m_view->setState(m_states[id]);
  m_stack->setCurrentWidget(m_view);
  if (auto* item = itemOf(id)) m_list->setCurrentItem(item);
}

QListWidgetItem* TournamentPage::itemOf(const QString& id) const {
  for (int row = 0; row < m_list->count(); ++row)
    if (m_list->item(row)->data(RunTable::kIdRole).toString() == id) return m_list->item(row);
  return nullptr;
}

void TournamentPage::fillItem(QListWidgetItem* item, const SweepState& state) const {
  const QString name = QString::fromStdString(state.name), word = QString::fromStdString(state.state);
  item->setText(name);
  item->setToolTip(name + '\n' + QString::fromStdString(state.created));
  item->setData(RunTable::kIdRole, QString::fromStdString(state.id));
  item->setData(RunTable::kStateRole, word);
  item->setData(RunTable::kDetailRole, stateTitle(word) + QStringLiteral(" · ") + tr("%1 of %2").arg(state.done).arg(state.total));
  item->setData(RunTable::kProgressRole, state.total > 0 ? double(state.done) / double(state.total) : 0.0);
}

void TournamentPage::refresh() {
  inBackground(
      this, [engine = m_engine] { return engine->sweeps().list(); },
      [this](const std::vector<SweepState>& states) {
        m_states.clear();
        const QSignalBlocker quiet(m_list);
        m_list->clear();
        for (const SweepState& state : states) {
          fillItem(new QListWidgetItem(m_list), state);
          m_states.insert(QString::fromStdString(state.id), state);
        }
        m_side->setVisible(!states.empty());
        m_list->setCurrentItem(itemOf(m_shown));
        if (m_states.contains(m_shown)) m_view->setState(m_states[m_shown]);
      });
}

void TournamentPage::take(const SweepState& state) {
  const QString id = QString::fromStdString(state.id);
  m_states.insert(id, state);
  if (auto* item = itemOf(id)) fillItem(item, state);
  if (id == m_shown) m_view->setState(state);
}

void TournamentPage::useSettings(const QString& run) {
  const auto row = m_engine->run(run.toStdString());
  if (!row) return emit message(2, language::errorText(row.error().text()));
  RunConfig config = row->config;
  config.name.clear();
  emit sameBut(config);
}

}  // namespace paretune

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/tournament_plan_pane.h"

#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSet>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/language.h"
#include "ui/theme.h"
#include "ui/widgets/figure.h"
#include "ui/widgets/tone_label.h"
#include "ui/widgets/tones.h"

namespace paretune {

TournamentPlanPane::TournamentPlanPane(QWidget* parent)
    : Card(tr("What will happen"), {}, parent),
      m_story(new QLabel),
      m_left_out_title(new QLabel),
      m_figures(new QWidget),
      m_left_out(new QWidget),
      m_left_out_rows(new QVBoxLayout),
      m_name(new QLineEdit),
      m_start(new QPushButton) {
  setObjectName("tournamentPlan");
  auto* grid = new QGridLayout(m_figures);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(12);
  grid->setVerticalSpacing(12);
  QVBoxLayout* cells[4];
  for (int i = 0; i < 4; ++i) {
    cells[i] = new QVBoxLayout;
    cells[i]->setSpacing(0);
    grid->addLayout(cells[i], i / 2, i % 2);
    grid->setColumnStretch(i % 2, 1);
  }
  m_time = addFigure(cells[0], tr("Takes about"), "tournamentTime").value;
  m_runs = addFigure(cells[1], tr("Runs"), "tournamentRuns").value;
  m_tokens = addFigure(cells[2], tr("Tokens a run"), "tournamentTokens").value;
  m_memory = addFigure(cells[3], tr("Peak memory"), "tournamentMemory").value;
  m_story->setObjectName("tournamentStory");
  m_story->setWordWrap(true);
  m_story->setTextFormat(Qt::PlainText);
  m_story->setAlignment(Qt::AlignLeft | Qt::AlignTop);
  makeMuted(m_story);
  m_left_out_title->setFont(scaledFont(font(), 1.0, QFont::DemiBold));
  m_left_out->setObjectName("leftOut");
  m_left_out_rows->setContentsMargins(0, 0, 0, 0);
  m_left_out_rows->setSpacing(8);
  auto* left_out = new QVBoxLayout(m_left_out);
  left_out->setContentsMargins(0, 0, 0, 0);
  left_out->setSpacing(8);
  left_out->addWidget(m_left_out_title);
  left_out->addLayout(m_left_out_rows);
  auto* words = new QWidget;
  auto* column = new QVBoxLayout(words);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(16);
  column->addWidget(m_figures);
  column->addWidget(m_story);
  column->addWidget(m_left_out);
  column->addStretch(1);
  auto* scroll = new QScrollArea;
  scroll->setObjectName("tournamentWords");
  scroll->setWidget(words);
  scroll->setWidgetResizable(true);
  scroll->viewport()->setAutoFillBackground(false);  // the card shows through
  words->setAutoFillBackground(false);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_name->setObjectName("tournamentName");
  m_name->setAccessibleName(tr("Name of the tournament"));
  m_start->setObjectName("tournamentStart");
  m_start->setMinimumHeight(fontMetrics().height() * 3);
  m_start->setFont(scaledFont(font(), 1.1, QFont::DemiBold));
  theme::markPrimary(m_start);
  body()->addWidget(scroll, 1);
  body()->addWidget(m_name);
  body()->addWidget(m_start);
  setStart(tr("Start the tournament"), false);
  clear();
}

void TournamentPlanPane::setStart(const QString& text, bool on) {
  m_start->setText(text);
  m_start->setAccessibleName(text);
  m_start->setEnabled(on);
  m_start->setToolTip(on ? tr("Start the tournament (F5)") : QString());
}

void TournamentPlanPane::clear() {
  m_plan.reset();
  for (QLabel* label : {m_time, m_runs, m_tokens, m_memory}) label->setText(QStringLiteral("–"));
  m_story->clear();
  m_left_out->hide();
}

void TournamentPlanPane::setWorking(const QString& what) {
  m_plan.reset();
  setProblem({});
  setState(State::working, what);
  setStart(tr("Working out the plan…"), false);
}

void TournamentPlanPane::setMissing(const QStringList& missing) {
  clear();
  setProblem({});
  setState(State::missing, {});
  m_story->setText(tr("Runs, time and memory appear here once there is something to compare."));
  setStart(missing.first(), false);
  m_start->setToolTip(missing.join('\n'));
}

void TournamentPlanPane::setError(const QString& text) {
  clear();
  setProblem(text);
  setState(State::problem, tr("no estimate"));
  setStart(tr("Start the tournament"), false);
  m_start->setToolTip(text);
}

void TournamentPlanPane::setPlan(const SweepPlan& plan, const QString& note) {
  m_plan = plan;
  int runs = 0, searches = 0;
  int64_t memory = 0;
  double search_seconds = 0;
  QSet<QString> methods, gone;
  std::vector<const SweepItem*> left_out;
  for (const SweepItem& item : plan.items) {
    const QString method = QString::fromStdString(item.method);
    if (!item.refusal.empty()) {
      if (!gone.contains(method)) left_out.push_back(&item);
      gone.insert(method);
      continue;
    }
    methods.insert(method);
    memory = std::max(memory, item.memory_bytes);
    if (item.purpose == "search") ++searches, search_seconds += item.seconds;
    else ++runs;
  }
  m_time->setText(plan.seconds > 0 ? durationText(plan.seconds) : tr("unknown"));
  m_time->setToolTip(tr("Training and evaluations. A guess that past runs correct."));
  m_runs->setText(searches > 0 ? tr("%1 + %2 short").arg(runs).arg(searches) : groupedText(runs));
  m_tokens->setText(plan.tokens_per_run > 0 ? groupedText(plan.tokens_per_run) : tr("differ"));
  m_memory->setText(byteText(memory));
  QStringList lines;
  const auto count = methods.isEmpty() ? 0 : runs / methods.size();
  lines << (count == 1 ? tr("%1 methods train once each, one after another, on the same rows in the same order.").arg(methods.size())
                       : tr("%1 methods train %2 times each, one after another, on the same rows in the same order.").arg(methods.size()).arg(count));
  if (searches > 0) lines << tr("Before that, %1 short runs find each method's learning rate: about %2.").arg(searches).arg(durationText(search_seconds));
  lines << tr("Quality is measured on the rows that are held out; beside it, how much each method changes answers to general questions.");
  if (!note.isEmpty()) lines << note;
  for (const auto& each : plan.notes) lines << language::errorText(each);
  m_story->setText(lines.join(QStringLiteral("\n\n")));
  while (auto* old = m_left_out_rows->takeAt(0)) {
    delete old->widget();
    delete old;
  }
  for (const SweepItem* item : left_out) addLeftOut(*item);
  m_left_out_title->setText(left_out.size() == 1 ? tr("1 method is left out") : tr("%1 methods are left out").arg(left_out.size()));
  m_left_out->setVisible(!left_out.empty());
  setProblem({});
  setState(State::ready, tr("up to date"));
  setStart(tr("Start the tournament"), true);
}

void TournamentPlanPane::addLeftOut(const SweepItem& item) {
  QString text = tr("%1: %2").arg(QString::fromStdString(item.method), language::errorText(item.refusal));
  for (const auto& each : item.suggestions) text += '\n' + tr("It would fit: %1").arg(language::errorText(each));
  auto* label = new ToneLabel(ToneLabel::warning);
  label->setText(text);
  label->setWordWrap(true);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_left_out_rows->addWidget(label);
}

QString TournamentPlanPane::name() const { return m_name->text().trimmed().isEmpty() ? m_name->placeholderText() : m_name->text().trimmed(); }
void TournamentPlanPane::setDefaultName(const QString& name) { m_name->setPlaceholderText(name); }

}  // namespace paretune

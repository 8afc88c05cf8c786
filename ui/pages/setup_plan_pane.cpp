// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/setup_plan_pane.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QStyleOptionButton>
#include <QStylePainter>
#include <QVBoxLayout>

#include "ui/language.h"
#include "ui/theme.h"
#include "ui/widgets/figure.h"
#include "ui/widgets/letters.h"
#include "ui/widgets/memory_bar.h"
#include "ui/widgets/tone_label.h"
#include "ui/widgets/tones.h"

namespace paretune {

namespace {

// What keeps a run from starting may be a long sentence; it is shortened and whole in the tool tip, so that it does not widen the pane.
class ShortenedButton : public QPushButton {
 public:
  explicit ShortenedButton(const QString& text) : QPushButton(text) { setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed); }
  QSize minimumSizeHint() const override { return {letters(this, 16), QPushButton::minimumSizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent*) override {
    QStylePainter painter(this);
    QStyleOptionButton option;
    initStyleOption(&option);
    const int room = style()->subElementRect(QStyle::SE_PushButtonContents, &option, this).width();
    option.text = fontMetrics().elidedText(option.text, Qt::ElideRight, room);
    painter.drawControl(QStyle::CE_PushButton, option);
  }
};

}  // namespace

PlanPane::PlanPane(QWidget* parent)
    : Card(tr("What will happen"), {}, parent),
      m_note(new QLabel),
      m_memory(new ToneLabel),
      m_figures(new QWidget),
      m_suggestions(new QWidget),
      m_bar(new MemoryBar),
      m_name(new QLineEdit),
      m_start(new ShortenedButton(tr("Start training"))),
      m_demo(new QPushButton(tr("Try the bundled example"))),
      m_measure(new QPushButton),
      m_compare(new QPushButton(tr("Compare methods…"))) {
  setObjectName("planPane");
  auto* grid = new QGridLayout(m_figures);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(16);
  grid->setVerticalSpacing(12);
  QVBoxLayout* cells[4];
  for (int i = 0; i < 4; ++i) {
    cells[i] = new QVBoxLayout;
    cells[i]->setSpacing(0);
    grid->addLayout(cells[i], i / 2, i % 2);
    grid->setColumnStretch(i % 2, 1);
  }
  const Figure time = addFigure(cells[0], tr("Takes about"), "planTime");
  m_time = time.value;
  m_time_title = time.title;
  m_steps = addFigure(cells[1], tr("Steps"), "planSteps").value;
  m_trainable = addFigure(cells[2], tr("Trainable"), "planTrainable").value;
  m_tokens = addFigure(cells[3], tr("Tokens a step"), "planTokens").value;
  m_memory->setObjectName("planMemory");
  m_memory->setWordWrap(true);
  m_note->setObjectName("planNote");
  m_note->setWordWrap(true);
  m_note->setTextFormat(Qt::PlainText);
  makeMuted(m_note);
  auto* suggestions = new QVBoxLayout(m_suggestions);
  suggestions->setContentsMargins(0, 0, 0, 0);
  suggestions->setSpacing(4);
  m_name->setObjectName("runName");
  m_name->setAccessibleName(tr("Name of the run"));
  m_name->setPlaceholderText(tr("Name of the run (optional)"));
  m_name->setMinimumWidth(letters(this, 36));
  m_start->setObjectName("startButton");
  m_start->setMinimumHeight(fontMetrics().height() * 3);
  m_start->setFont(scaledFont(font(), 1.1, QFont::DemiBold));
  theme::markPrimary(m_start);
  m_demo->setObjectName("demoButton");
  m_demo->setAccessibleName(tr("Try the bundled example"));
  m_demo->setToolTip(tr("Chooses the bundled model, data and method"));
  m_measure->setObjectName("measureButton");
  m_measure->setToolTip(
      tr("Loads the model and makes the largest pass once, so that memory and time are measured, not estimated. Every run does so at its start."));
  connect(m_measure, &QPushButton::clicked, this, &PlanPane::measureClicked);
  setMeasuring({});
  m_compare->setObjectName("tournamentButton");
  m_compare->setToolTip(tr("Tries several methods on this model and data and says which one is worth keeping"));
  m_compare->setAccessibleName(tr("Compare methods on this data"));
  theme::markFlat(m_compare);
  connect(m_compare, &QPushButton::clicked, this, &PlanPane::compareClicked);
  auto* told = new QWidget;
  auto* column = new QVBoxLayout(told);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  column->addWidget(m_figures);
  column->addSpacing(4);
  column->addWidget(m_memory);
  column->addWidget(m_bar);
  column->addWidget(m_measure);
  column->addWidget(m_suggestions);
  column->addSpacing(4);
  column->addWidget(m_note);
  column->addWidget(m_demo);
  column->addStretch(1);
  auto* scroll = new QScrollArea;  // name and Start stay in sight
  scroll->setObjectName("planScroll");
  scroll->setWidget(told);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->viewport()->setAutoFillBackground(false);
  told->setAutoFillBackground(false);
  body()->addWidget(scroll, 1);
  body()->addWidget(m_name);
  body()->addWidget(m_start);
  body()->addWidget(m_compare);
  connect(m_name, &QLineEdit::textChanged, this, &PlanPane::nameChanged);
  clearPlan(tr("Steps, memory and time appear here once model, data and method are chosen."));
}

void PlanPane::setPlan(const Plan& plan) {
  m_plan = plan;
  m_steps->setText(groupedText(plan.steps));
  m_tokens->setText(groupedText(plan.tokens_per_step));
  m_trainable->setText(countText(plan.trainable_parameters));
  m_trainable->setToolTip(tr("%1 of %2 parameters").arg(groupedText(plan.trainable_parameters), groupedText(plan.total_parameters)));
  m_time->setText(plan.total_seconds > 0 ? durationText(plan.total_seconds) : tr("unknown"));
  const QString free = byteText(plan.available_bytes);
  if (const auto& made = plan.measured) {
    m_time->setToolTip(tr("Measured: %1 for a pass of %2 tokens, %3 a step; the evaluations take about %4")
                           .arg(durationText(made->seconds), groupedText(made->tokens), durationText(plan.step_seconds), durationText(plan.evaluation_seconds)));
    m_memory->setText(
        tr("Memory: measured %1 at most, of %2 free; estimated were %3").arg(byteText(made->peak_bytes), free, byteText(plan.total_bytes)));
  } else {
    m_time->setToolTip(tr("%1 a step and %2 for the evaluations; a guess that past runs correct")
                           .arg(durationText(plan.step_seconds), durationText(plan.evaluation_seconds)));
    m_memory->setText(plan.fits ? tr("Memory: about %1 of %2 free, fits").arg(byteText(plan.total_bytes), free)
                                : tr("Memory: about %1, but only %2 are free").arg(byteText(plan.total_bytes), free));
  }
  m_time_title->setText(plan.measured ? tr("Takes, measured") : tr("Takes about"));
  m_memory->setTone(plan.measured && plan.fits ? ToneLabel::good : plan.fits ? ToneLabel::plain : ToneLabel::error);
  m_bar->setPlan(plan);
  qDeleteAll(m_suggestions->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
  if (!plan.fits && !plan.suggestions.empty()) m_suggestions->layout()->addWidget(new QLabel(tr("To make it fit:")));
  int number = 0;
  if (!plan.fits) {
    for (const std::string& text : plan.suggestions) addSuggestion(text, number);
  }
  m_suggestions->setVisible(!plan.fits && !plan.suggestions.empty());
  for (QWidget* widget : {static_cast<QWidget*>(m_memory), static_cast<QWidget*>(m_bar), m_figures}) widget->show();
  m_measure->setVisible(plan.fits && (m_measuring || !plan.measured));
  m_demo->hide();
  setProblem({});
  setState(State::ready, tr("up to date"));
  refreshButton();
}

void PlanPane::addSuggestion(const std::string& text, int& number) {
  const QString words = QString::fromStdString(text), told = language::errorText(text);
  auto* line = new QWidget;
  auto* row = new QHBoxLayout(line);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(8);
  auto* label = new ToneLabel;
  label->setText(told);
  label->setWordWrap(true);
  row->addWidget(label, 1);
  if (m_applicable && m_applicable(words)) {
    auto* button = new QPushButton(tr("Apply"));
    button->setObjectName(QStringLiteral("suggestion%1").arg(number++));
    button->setAccessibleName(tr("Apply: %1").arg(told));
    connect(button, &QPushButton::clicked, this, [this, words] { emit suggestionChosen(words); });
    row->addWidget(button, 0, Qt::AlignTop);
  }
  m_suggestions->layout()->addWidget(line);
}

void PlanPane::setStory(const QString& text) {
  m_note->setText(text);
  m_note->setVisible(!text.isEmpty());
}

void PlanPane::setMeasuring(const QString& what) {
  m_measuring = !what.isEmpty();
  const QString text = m_measuring ? tr("%1 – stop").arg(what) : tr("Measure now");
  m_measure->setText(text);
  m_measure->setAccessibleName(text);
  m_measure->setVisible(m_plan && m_plan->fits && (m_measuring || !m_plan->measured));
}

void PlanPane::setWorking() { setState(State::working, tr("estimating")); }

void PlanPane::clearPlan(const QString& why) {
  m_plan.reset();
  for (QLabel* label : {m_steps, m_tokens, m_trainable, m_time}) label->setText(QStringLiteral("–"));
  m_memory->hide();
  m_bar->hide();
  m_measure->hide();
  m_suggestions->hide();
  setStory(why);
  setState(State::missing, {});
  refreshButton();
}

void PlanPane::setError(const QString& text) {
  if (text.isEmpty()) return setProblem({});
  clearPlan({});
  setProblem(text);
  setState(State::problem, tr("no estimate"));
}

void PlanPane::setMissing(const QStringList& missing) {
  m_missing = missing;
  refreshButton();
}

void PlanPane::refreshButton() {
  const bool ready = m_missing.isEmpty();
  m_demo->setVisible(!ready && !m_plan);
  m_start->setEnabled(ready);
  QString text = tr("Start training");
  if (!ready) text = m_missing.first();
  if (ready && m_plan && !m_plan->fits) text = tr("Start although memory may run out");
  m_start->setText(text);
  m_start->setAccessibleName(text);
  m_start->setToolTip(ready ? tr("%1 (F5)").arg(text) : m_missing.join('\n'));
}

QString PlanPane::runName() const { return m_name->text().trimmed(); }
void PlanPane::setRunName(const QString& name) { m_name->setText(name); }

}  // namespace paretune

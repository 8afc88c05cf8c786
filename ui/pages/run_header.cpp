// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/run_header.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/bridge/run_controller.h"
#include "ui/language.h"
#include "ui/models/run_table.h"
#include "ui/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/letters.h"
#include "ui/widgets/tones.h"

namespace paretune {
namespace {

QString phaseTitle(const QString& phase) {
  if (phase == "queued") return RunHeader::tr("Waiting for its turn");
  if (phase == "load") return RunHeader::tr("Loading the model");
  if (phase == "tokenize") return RunHeader::tr("Reading the data");
  if (phase == "preflight") return RunHeader::tr("Making the largest pass");
  if (phase == "report") return RunHeader::tr("Looking at what the adapter changes");
  if (phase == "baseline") return RunHeader::tr("Measuring the base model");
  if (phase == "train") return RunHeader::tr("Training");
  if (phase == "forgetting") return RunHeader::tr("Measuring what it forgot");
  if (phase == "eval") return RunHeader::tr("Evaluating");
  if (phase == "disk_full") return RunHeader::tr("Waiting for room on the disk");
  if (phase == "checkpoint") return RunHeader::tr("Saving a checkpoint");
  if (phase == "export") return RunHeader::tr("Exporting");
  return phase;
}

}  // namespace

RunHeader::RunHeader(QWidget* parent) : QFrame(parent) {
  theme::markCard(this);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(16, 12, 16, 12);
  column->setSpacing(8);

  auto* first = new QHBoxLayout;
  first->setSpacing(8);
  m_name = new ElidedLabel;
  m_name->setFont(theme::titleFont(this));
  m_name->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  m_name->setObjectName("runName");
  m_name->installEventFilter(this);
  m_name_edit = new QLineEdit;
  m_name_edit->setObjectName("renameEdit");
  m_name_edit->setAccessibleName(tr("Name of the run"));
  m_name_edit->hide();
  m_name_edit->installEventFilter(this);
  m_state = new QLabel;
  m_state->setObjectName("runState");
  m_menu = new QToolButton;
  m_menu->setObjectName("runMenu");
  m_menu->setAccessibleName(tr("More actions"));
  m_menu->setToolTip(tr("More actions"));
  m_menu->setPopupMode(QToolButton::InstantPopup);
  theme::markFlat(m_menu);
  first->addWidget(m_name, 1);
  first->addWidget(m_name_edit, 1);
  first->addWidget(m_state, 0, Qt::AlignVCenter);
  first->addWidget(m_menu);
  column->addLayout(first);

  m_bar = new QProgressBar;
  m_bar->setTextVisible(false);
  m_bar->setRange(0, 1000);
  m_bar->setObjectName("runProgress");
  m_bar->setAccessibleName(tr("Progress of the run"));
  column->addWidget(m_bar);

  auto* second = new QHBoxLayout;
  second->setSpacing(8);
  m_status = new ElidedLabel;
  m_status->setObjectName("runStatus");
  m_status->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  theme::markMuted(m_status);
  second->addWidget(m_status, 1);
  m_sample = action("sampleNowButton", "sample", tr("Sample now"), tr("Let the model answer the fixed prompts now"));
  m_save = action("saveNowButton", "save", tr("Save now"), tr("Write a checkpoint now"));
  m_stop = action("stopButton", "stop", tr("Stop"), tr("End after this step with a checkpoint; can be resumed"));
  m_resume = action("resumeButton", "play", tr("Resume"), tr("Go on from the last checkpoint"));
  m_try = action("tryButton", "playground", tr("Try"), tr("Talk to the trained model in the playground"));
  m_export = action("exportButton", "export", tr("Export…"), tr("Write the adapter or a merged model"));
  for (auto* button : {m_sample, m_save, m_stop, m_resume, m_try, m_export}) {
    second->addWidget(button);
    button->hide();  // no run has use for all of them, and no page the room
  }
  theme::markPrimary(m_export);
  column->addLayout(second);

  m_tags = new QWidget;
  m_tag_row = new QHBoxLayout(m_tags);
  m_tag_row->setContentsMargins(0, 0, 0, 0);
  m_tag_row->setSpacing(4);
  m_tag_edit = new QLineEdit(m_tags);
  m_tag_edit->setObjectName("tagEdit");
  m_tag_edit->setAccessibleName(tr("New tag"));
  m_tag_edit->setPlaceholderText(tr("New tag, then Enter"));
  m_tag_edit->setMaximumWidth(letters(this, 28));
  m_tag_edit->hide();
  m_tag_edit->installEventFilter(this);
  column->addWidget(m_tags);

  m_error = new QLabel;
  m_error->setObjectName("runError");
  m_health = new QLabel;
  m_health->setObjectName("runHealth");
  for (auto* label : {m_error, m_health}) {
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setMargin(8);
    label->hide();
    column->addWidget(label);
  }

  m_ask = new QWidget;
  auto* ask = new QHBoxLayout(m_ask);
  ask->setContentsMargins(0, 0, 0, 0);
  m_ask_text = new QLabel;
  m_ask_text->setWordWrap(true);
  m_delete = new QPushButton(tr("Delete"));
  m_delete->setObjectName("confirmDelete");
  theme::markDanger(m_delete);
  m_keep = new QPushButton(tr("Keep"));
  m_keep->setObjectName("cancelDelete");
  ask->addWidget(m_ask_text, 1);
  ask->addWidget(m_delete);
  ask->addWidget(m_keep);
  m_ask->hide();
  column->addWidget(m_ask);

  auto* menu = new QMenu(m_menu);
  auto entry = [&](const char* name, const QString& text, auto slot) {
    auto* act = menu->addAction(text, this, slot);
    act->setObjectName(name);
  };
  entry("renameAction", tr("Rename"), [this] { beginRename(); });
  entry("tagAction", tr("Add a tag"), [this] {
    m_tags->show();
    m_tag_edit->show();
    m_tag_edit->setFocus();
  });
  entry("sameAction", tr("New run with these settings"), [this] { Q_EMIT sameRequested(); });
  entry("copyIdAction", tr("Copy the run's id"), [this] { QGuiApplication::clipboard()->setText(QString::fromStdString(m_row.id)); });
  menu->addSeparator();
  entry("deleteAction", tr("Delete…"), [this] { askDelete(); });
  m_menu->setMenu(menu);

  connect(m_stop, &QPushButton::clicked, this, &RunHeader::stopRequested);
  connect(m_resume, &QPushButton::clicked, this, &RunHeader::resumeRequested);
  connect(m_save, &QPushButton::clicked, this, &RunHeader::saveRequested);
  connect(m_sample, &QPushButton::clicked, this, &RunHeader::sampleRequested);
  connect(m_try, &QPushButton::clicked, this, &RunHeader::tryRequested);
  connect(m_export, &QPushButton::clicked, this, &RunHeader::exportRequested);
  connect(m_delete, &QPushButton::clicked, this, [this] {
    cancelAsking();
    Q_EMIT deleteConfirmed();
  });
  connect(m_keep, &QPushButton::clicked, this, &RunHeader::cancelAsking);
  connect(m_name_edit, &QLineEdit::editingFinished, this, &RunHeader::keepEdits);
  connect(m_tag_edit, &QLineEdit::returnPressed, this, [this] {
    const QString tag = m_tag_edit->text().trimmed();
    m_tag_edit->clear();
    m_tag_edit->hide();
    if (!tag.isEmpty()) Q_EMIT tagChanged(tag, true);
  });
  m_built = true;
  restyle();
}

QPushButton* RunHeader::action(const char* name, const char* icon, const QString& text, const QString& tip) {
  auto* button = new QPushButton(QStringLiteral(" ") + text);  // the style leaves no gap after the icon
  button->setObjectName(name);
  button->setAccessibleName(text);
  button->setToolTip(tip);
  button->setProperty("glyph", icon);
  button->setIconSize(QSize(16, 16));
  return button;
}

void RunHeader::showRun(const RunRow& row, const LiveState* live) {
  const bool other = row.id != m_row.id;
  m_row = row;
  if (other) {
    cancelAsking();
    m_name_edit->hide();
    m_tag_edit->hide();
    m_name->show();
    setHealth({});
  }
  const auto state = QString::fromStdString(row.state);
  m_name->setText(QString::fromStdString(row.name.empty() ? row.id : row.name));
  m_state->setText(stateTitle(state));
  const bool going = state == "running" || state == "queued", trained = row.step > 0 && !going;
  m_stop->setVisible(going);
  m_save->setVisible(state == "running");
  m_sample->setVisible(state == "running");
  m_resume->setVisible(state == "stopped" || state == "interrupted" || state == "failed");
  m_try->setVisible(trained && state != "failed");
  m_export->setVisible(trained && state != "failed");
  m_bar->setVisible(going);
  if (live && live->phase != "train" && live->phase != "eval" && live->phase != "checkpoint" && live->phase != "disk_full" && row.step == 0) {
    if (live->fraction >= 0) m_bar->setRange(0, 1000), m_bar->setValue(int(live->fraction * 1000));
    else m_bar->setRange(0, 0);
  } else {
    m_bar->setRange(0, 1000);
    m_bar->setValue(row.total_steps > 0 ? int(1000 * row.step / row.total_steps) : 0);
  }
  QStringList parts;
  if (going && live) parts << phaseTitle(live->phase);
  if (row.total_steps > 0 && (row.step > 0 || going)) parts << tr("step %1 of %2").arg(row.step).arg(row.total_steps);
  if (const double left = live ? live->left.seconds() : -1; left >= 0) parts << tr("%1 left").arg(durationText(left));
  if (const auto it = row.summary.find("wall_seconds"); !going && it != row.summary.end()) parts << durationText(it->second);
  parts << QString::fromStdString(row.method) << QString::fromStdString(row.model);
  if (row.trainable_parameters > 0) parts << tr("%1 trainable").arg(countText(row.trainable_parameters));
  const QString status = parts.join(QStringLiteral(" · "));
  m_status->setText(status);
  m_error->setVisible(!row.error.empty());
  m_error->setText(language::errorText(row.error));
  fillTags();
  updateStatus();
}

void RunHeader::updateStatus() {
  const QColor color = theme::stateColor(QString::fromStdString(m_row.state), palette());
  m_state->setStyleSheet(QString("color: %1; background: %2; border-radius: 9px; padding: 2px 10px; font-weight: 600;")
                             .arg(color.name(), theme::tint(palette(), color).name()));
}

void RunHeader::fillTags() {
  while (auto* item = m_tag_row->takeAt(0)) {
    if (item->widget() && item->widget() != m_tag_edit) item->widget()->deleteLater();
    delete item;
  }
  for (const auto& each : m_row.tags) {
    const auto tag = QString::fromStdString(each);
    auto* chip = new QToolButton(m_tags);
    chip->setObjectName("tag:" + tag);
    chip->setText(tag);
    chip->setIcon(theme::icon("tag", theme::muted(palette())));
    chip->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    chip->setToolTip(tr("Click to remove the tag"));
    chip->setAccessibleName(tr("Remove the tag %1").arg(tag));
    theme::markChip(chip);
    connect(chip, &QToolButton::clicked, this, [this, tag] { Q_EMIT tagChanged(tag, false); });
    m_tag_row->addWidget(chip);
  }
  m_tag_row->addWidget(m_tag_edit);
  m_tag_row->addStretch(1);
  m_tags->setVisible(!m_row.tags.empty() || !m_tag_edit->isHidden());
}

void RunHeader::setHealth(const QStringList& notes) {
  m_health->setVisible(!notes.isEmpty());
  if (notes.isEmpty()) return;
  QString text = notes.mid(std::max<qsizetype>(0, notes.size() - 2)).join('\n');
  if (notes.size() > 2) text += '\n' + tr("%1 earlier under Notes").arg(notes.size() - 2);
  m_health->setText(text);
}

void RunHeader::beginRename() {
  m_name_edit->setText(m_name->text());
  m_name->hide();
  m_name_edit->show();
  m_name_edit->selectAll();
  m_name_edit->setFocus();
}

void RunHeader::askDelete() {
  if (m_row.state == "running" || m_row.state == "queued") {
    m_ask_text->setText(tr("This run is still going. Stop it first, then delete it."));
    m_delete->hide();
  } else {
    m_ask_text->setText(tr("Delete this run with its checkpoints, adapter and figures? This cannot be taken back."));
    m_delete->show();
  }
  m_ask->show();
  m_keep->setFocus();
}
void RunHeader::keepEdits() {
  if (m_name_edit->isHidden()) return;
  m_name_edit->hide();
  m_name->show();
  const QString name = m_name_edit->text().trimmed();
  if (!name.isEmpty() && name != m_name->text()) Q_EMIT renamed(name);
}
bool RunHeader::isAsking() const { return !m_ask->isHidden() || !m_name_edit->isHidden() || !m_tag_edit->isHidden(); }
void RunHeader::cancelAsking() {
  m_ask->hide();
  m_tag_edit->hide();
  if (!m_name_edit->isHidden()) {
    m_name_edit->hide();
    m_name->show();
  }
}

bool RunHeader::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_name && event->type() == QEvent::MouseButtonDblClick) beginRename();
  if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
    if (watched == m_name_edit) return cancelAsking(), true;
    if (watched == m_tag_edit) return m_tag_edit->hide(), true;
  }
  return QFrame::eventFilter(watched, event);
}

void RunHeader::restyle() {
  const QColor muted = theme::muted(palette());
  for (auto* button : {m_stop, m_resume, m_save, m_sample, m_try})
    button->setIcon(theme::icon(button->property("glyph").toString(), palette().color(QPalette::ButtonText)));
  m_export->setIcon(theme::icon("export", palette().color(QPalette::HighlightedText)));
  m_menu->setIcon(theme::icon("more", muted));
  auto box = [this](QLabel* label, const QColor& color) {
    label->setStyleSheet(QString("color: %1; background: %2; border-radius: 6px;").arg(color.name(), theme::tint(palette(), color).name()));
  };
  box(m_error, theme::bad(palette()));
  box(m_health, theme::warning(palette()));
  updateStatus();
}

void RunHeader::changeEvent(QEvent* event) {
  QFrame::changeEvent(event);
  if (m_built && event->type() == QEvent::PaletteChange) restyle();
}

}  // namespace paretune

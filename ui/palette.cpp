// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette.h"

#include <QAction>
#include <QMenu>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QSet>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

namespace paretune {
namespace {

QString titleOf(const QAction* action) {
  QString text = action->text();
  text.remove('&');
  while (text.endsWith(QChar(0x2026)) || text.endsWith('.')) text.chop(1);
  return text.trimmed();
}

}  // namespace

int fuzzyScore(const QString& letters, const QString& text) {
  int score = 0, run = 0;
  qsizetype at = 0;
  for (const QChar raw : letters) {
    if (raw.isSpace()) {
      run = 0;
      continue;
    }
    const QChar wanted = raw.toLower();
    qsizetype found = -1;
    // A word start is preferred over the next plain occurrence, unless a run of letters goes on.
    if (at < text.size() && run > 0 && text[at].toLower() == wanted) found = at;
    for (qsizetype i = at; found < 0 && i < text.size(); ++i) {
      if (text[i].toLower() == wanted && (i == 0 || !text[i - 1].isLetterOrNumber())) found = i;
    }
    const bool word_start = found >= 0 && (found == 0 || !text[found - 1].isLetterOrNumber());
    for (qsizetype i = at; found < 0 && i < text.size(); ++i) {
      if (text[i].toLower() == wanted) found = i;
    }
    if (found < 0) return -1;
    run = found == at && (at > 0 || found == 0) ? run + 1 : 1;
    score += 4 + (word_start ? 8 : 0) + 3 * std::min(run, 4) - static_cast<int>(std::min<qsizetype>(found - at, 6));
    at = found + 1;
  }
  return std::max(0, score);
}

CommandPalette::CommandPalette(QWidget* window)
    : QDialog(window, Qt::Popup | Qt::FramelessWindowHint), m_window(window), m_words(new QLineEdit), m_list(new QListWidget) {
  setObjectName("commandPalette");
  setAccessibleName(tr("Commands"));
  m_words->setObjectName("paletteWords");
  m_words->setAccessibleName(tr("Command"));
  m_words->setPlaceholderText(tr("Type a command"));
  m_words->installEventFilter(this);
  m_list->setObjectName("paletteList");
  m_list->setAccessibleName(tr("Matching commands"));
  m_list->setFocusPolicy(Qt::NoFocus);
  m_list->setUniformItemSizes(true);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(8, 8, 8, 8);
  column->setSpacing(8);
  column->addWidget(m_words);
  column->addWidget(m_list);
  connect(m_words, &QLineEdit::textChanged, this, &CommandPalette::filter);
  connect(m_list, &QListWidget::itemClicked, this, [this] { run(); });
}

void CommandPalette::open() {
  collect();
  m_words->clear();
  filter();
  const QSize size(std::min(560, m_window->width() - 64), std::min(400, m_window->height() - 96));
  resize(size);
  move(m_window->mapToGlobal(QPoint((m_window->width() - size.width()) / 2, 64)));
  show();
  m_words->setFocus();
}

void CommandPalette::collect() {
  m_actions.clear();
  QSet<QString> seen;
  QList<QAction*> actions = m_window->actions();
  actions += m_window->findChildren<QAction*>();
  for (QAction* action : actions) {
    const QString title = titleOf(action);
    if (title.isEmpty() || action->isSeparator() || action->menu() || !action->isEnabled() || !action->isVisible() || seen.contains(title)) continue;
    // Menus that line edits and scroll bars make for themselves are no commands of the window.
    if (qobject_cast<QLineEdit*>(action->parent())) continue;
    seen.insert(title);
    m_actions.emplace_back(action);
  }
}

void CommandPalette::filter() {
  struct Hit {
    int score, order;
  };
  std::vector<Hit> hits;
  for (std::size_t i = 0; i < m_actions.size(); ++i) {
    if (!m_actions[i]) continue;
    const int score = fuzzyScore(m_words->text(), titleOf(m_actions[i]));
    if (score >= 0) hits.push_back({score, static_cast<int>(i)});
  }
  std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.score > b.score; });
  m_list->clear();
  for (const Hit& hit : hits) {
    const QAction* action = m_actions[static_cast<std::size_t>(hit.order)];
    const QString keys = action->shortcut().toString(QKeySequence::NativeText);
    auto* item = new QListWidgetItem(keys.isEmpty() ? titleOf(action) : QStringLiteral("%1    %2").arg(titleOf(action), keys));
    item->setData(Qt::UserRole, hit.order);
    m_list->addItem(item);
  }
  if (m_list->count() == 0) {
    auto* item = new QListWidgetItem(tr("No command matches."));
    item->setFlags(Qt::NoItemFlags);
    m_list->addItem(item);
  } else {
    m_list->setCurrentRow(0);
  }
}

int CommandPalette::visibleCount() const {
  return m_list->count() == 1 && m_list->item(0)->flags() == Qt::NoItemFlags ? 0 : m_list->count();
}
QString CommandPalette::visibleText(int row) const { return row >= 0 && row < m_list->count() ? m_list->item(row)->text() : QString(); }

void CommandPalette::run() {
  const QListWidgetItem* item = m_list->currentItem();
  if (!item || !(item->flags() & Qt::ItemIsEnabled)) return;
  const QPointer<QAction> action = m_actions[static_cast<std::size_t>(item->data(Qt::UserRole).toInt())];
  hide();
  // After the popup has closed, so that what the action opens gets the focus.
  QTimer::singleShot(0, m_window, [action] {
    if (action) action->trigger();
  });
}

bool CommandPalette::eventFilter(QObject* object, QEvent* event) {
  if (object == m_words && event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    const int row = m_list->currentRow(), last = m_list->count() - 1;
    switch (key) {
      case Qt::Key_Down: m_list->setCurrentRow(row >= last ? 0 : row + 1); return true;
      case Qt::Key_Up: m_list->setCurrentRow(row <= 0 ? last : row - 1); return true;
      case Qt::Key_Return:
      case Qt::Key_Enter: run(); return true;
      case Qt::Key_Escape: hide(); return true;
      default: break;
    }
  }
  return QDialog::eventFilter(object, event);
}

}  // namespace paretune

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/path_edit.h"

#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QUrl>

#include "ui/bridge/recent.h"
#include "ui/theme.h"
#include "ui/widgets/tones.h"

namespace paretune {

PathEdit::PathEdit(Kind kind, const QString& placeholder, QWidget* parent)
    : QWidget(parent), m_kind(kind), m_line(new QLineEdit), m_button(new QPushButton(tr("Browse…"))), m_recent(new QToolButton) {
  m_line->setPlaceholderText(placeholder);
  m_line->setClearButtonEnabled(true);
  m_line->setAcceptDrops(false);  // a file dropped on the line is ours, not pasted text
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(8);
  m_recent->setObjectName("pathRecent");
  m_recent->setText(tr("Recent"));
  m_recent->setAccessibleName(tr("Recent files"));
  m_recent->setToolTip(tr("Files used before"));
  m_recent->setPopupMode(QToolButton::InstantPopup);
  m_recent->setMenu(new QMenu(m_recent));
  m_recent->menu()->setToolTipsVisible(true);
  m_recent->hide();
  theme::markFlat(m_recent);
  row->addWidget(m_line, 1);
  row->addWidget(m_recent);
  row->addWidget(m_button);
  setAcceptDrops(true);
  setFocusProxy(m_line);
  connect(m_button, &QPushButton::clicked, this, &PathEdit::browse);
  connect(m_line, &QLineEdit::editingFinished, this, [this] { offer(m_line->text()); });
}

QString PathEdit::path() const { return m_line->text().trimmed(); }

void PathEdit::setPath(const QString& path) {
  m_line->setText(path);
  m_line->setToolTip(path);
  m_last = path.trimmed();
}

void PathEdit::setRecent(const QStringList& paths) {
  QMenu* menu = m_recent->menu();
  menu->clear();
  for (const QString& path : paths) menu->addAction(Recent::title(path).replace('&', "&&"), this, [this, path] { offer(path); })->setToolTip(path);
  m_recent->setVisible(!paths.isEmpty());
}

void PathEdit::offer(const QString& path) {
  if (m_line->text() != path) m_line->setText(path);
  m_line->setToolTip(path);
  if (path.trimmed() == m_last) return;
  m_last = path.trimmed();
  emit pathChanged(m_last);
}

void PathEdit::browse() {
  const QString start = path().isEmpty() ? QDir::homePath() : QFileInfo(path()).absolutePath();
  QString chosen;
  if (m_kind == Kind::open_file)
    chosen = QFileDialog::getOpenFileName(this, tr("Choose a file"), start, m_filter);
  else
    chosen = QFileDialog::getExistingDirectory(this, tr("Choose a folder"), start);
  if (!chosen.isEmpty()) offer(chosen);
}

QString PathEdit::localPath(const QMimeData* data) {
  if (!data) return {};
  for (const QUrl& url : data->urls()) {
    if (url.isLocalFile()) return url.toLocalFile();
  }
  return {};
}

void PathEdit::dragEnterEvent(QDragEnterEvent* event) {
  if (localPath(event->mimeData()).isEmpty()) return;
  m_hot = true;
  update();
  event->acceptProposedAction();
}

void PathEdit::dragLeaveEvent(QDragLeaveEvent*) {
  m_hot = false;
  update();
}

void PathEdit::dropEvent(QDropEvent* event) {
  m_hot = false;
  update();
  const QString path = localPath(event->mimeData());
  if (path.isEmpty()) return;
  event->acceptProposedAction();
  offer(path);
}

void PathEdit::paintEvent(QPaintEvent*) {
  if (!m_hot) return;
  QPainter painter(this);
  painter.fillRect(rect(), mixed(palette().color(QPalette::Base), palette().color(QPalette::Highlight), 0.25));
}

}  // namespace paretune

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/recent.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>

namespace paretune {
namespace {
constexpr int kMost = 8;
}

Recent::Recent(QSettings* settings, QObject* parent) : QObject(parent), m_settings(settings) {}

QString Recent::key(Kind kind) { return kind == kModel ? QStringLiteral("recent/models") : QStringLiteral("recent/data"); }

QStringList Recent::items(Kind kind) const {
  QStringList out;
  for (const QString& item : m_settings->value(key(kind)).toStringList()) {
    if (!QDir::isAbsolutePath(item) || QFileInfo::exists(item)) out << item;
  }
  return out;
}

void Recent::add(Kind kind, const QString& item) {
  if (item.isEmpty()) return;
  QStringList all = m_settings->value(key(kind)).toStringList();
  if (!all.isEmpty() && all.first() == item) return;
  all.removeAll(item);
  all.prepend(item);
  m_settings->setValue(key(kind), QStringList(all.mid(0, kMost)));
  Q_EMIT changed();
}

QString Recent::title(const QString& item) {
  const QFileInfo file(item);
  if (!file.isAbsolute()) return item;
  return QStringLiteral("%1  –  %2").arg(file.fileName(), QDir::toNativeSeparators(file.absolutePath()));
}

}  // namespace paretune

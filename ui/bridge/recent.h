// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QObject>
#include <QStringList>

class QSettings;

namespace paretune {

// The base models and data files used last, newest first, kept in the studio's settings.
class Recent : public QObject {
  Q_OBJECT
 public:
  enum Kind { kModel, kData };
  explicit Recent(QSettings* settings, QObject* parent = nullptr);
  QStringList items(Kind kind) const;  // files that are gone are left out
  void add(Kind kind, const QString& item);
  // "rows.jsonl – /home/me/data"; names such as org/name stay as they are.
  static QString title(const QString& item);

 Q_SIGNALS:
  void changed();

 private:
  static QString key(Kind kind);
  QSettings* m_settings;
};

}  // namespace paretune

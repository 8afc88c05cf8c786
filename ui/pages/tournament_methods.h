// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Which methods take part: the useful ones to tick, and any other that is added.
#include <QWidget>
#include <vector>

#include "training/api/engine.h"

class QCheckBox;
class QComboBox;
class QLabel;

namespace paretune {

class FlowLayout;

class TournamentMethods : public QWidget {
  Q_OBJECT
 public:
  explicit TournamentMethods(const std::vector<MethodInfo>& methods, QWidget* parent = nullptr);
  Json chosen() const;  // as a sweep file takes them
  int count() const;

 signals:
  void changed();

 private:
  struct Entry {
    QCheckBox* box;
    Json value;
    bool useful;
  };
  void add(const QString& title, const Json& value, bool useful, const QString& about);
  void addFromList(int index);
  void setAll(bool useful_on, bool others_on);
  void note();
  std::vector<MethodInfo> m_methods;
  std::vector<Entry> m_entries;
  FlowLayout* m_boxes;  // as many columns as the width has room for
  QComboBox* m_more;
  QLabel* m_count;
};

}  // namespace paretune

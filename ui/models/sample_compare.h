// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QAbstractTableModel>
#include <map>
#include <vector>

#include "training/api/run_event.h"

namespace paretune {

// What several runs answered last to the same prompts: one row per prompt, the prompt, the base model, then one column per run, with what
// differs from the base model marked.
class SampleCompare : public QAbstractTableModel {
  Q_OBJECT
 public:
  using QAbstractTableModel::QAbstractTableModel;
  enum Role { kHtmlRole = Qt::UserRole + 1 };
  struct Column {
    QString id, name;
    std::vector<RunSample> samples;
  };
  void setColumns(const std::vector<Column>& columns);
  void setCurrent(const QString& id);  // its column stands out
  void restyle();

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
  int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : int(m_names.size()) + 2; }
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  QString runId(int column) const { return column >= 2 && column - 2 < m_ids.size() ? m_ids[column - 2] : QString(); }

 private:
  struct Answer {
    QString text;
    int64_t step = 0;
  };
  struct Row {
    QString prompt, base;
    std::map<int, Answer> answers;  // by run
  };
  QStringList m_ids, m_names;
  QString m_current;
  std::vector<Row> m_rows;
};

}  // namespace paretune

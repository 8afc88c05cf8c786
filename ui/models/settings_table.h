// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QAbstractTableModel>
#include <map>
#include <vector>

#include "training/api/run_config.h"

namespace paretune {

// Settings of runs side by side: one row per key ("peft.r"), one column per run.
class SettingsTable : public QAbstractTableModel {
  Q_OBJECT
 public:
  using QAbstractTableModel::QAbstractTableModel;
  struct Column {
    QString id, name;
    RunConfig config;
  };
  // `only_differing`: rows where all columns agree are left out.
  void setColumns(const std::vector<Column>& columns, bool only_differing);
  void setCurrent(const QString& id);  // its column stands out
  QString markdown() const;

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : int(m_keys.size()); }
  int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : int(m_names.size()) + 1; }
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  QString runId(int column) const { return column >= 1 && column <= m_ids.size() ? m_ids[column - 1] : QString(); }

 private:
  QStringList m_keys, m_names, m_ids;
  QString m_current;
  std::vector<std::map<QString, QString>> m_values;  // per run
};

// Every leaf of a configuration as "group.key" -> text.
std::map<QString, QString> flattenedSettings(const RunConfig& config);

}  // namespace paretune

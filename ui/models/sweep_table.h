// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QAbstractTableModel>
#include <QStringList>
#include <vector>

#include "training/api/sweep.h"

namespace paretune {

// "0.613 ± 0.021": a mean with as many digits as its interval leaves.
QString intervalText(const QString& key, const Interval& value);

// One row for each method of a sweep: the means of its finished runs, what it costs, and how far it is.
class SweepTable : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { kMethod, kRuns, kState, kRate, kFirstFigure };
  enum Role { kValueRole = Qt::UserRole + 1, kMethodRole };
  using QAbstractTableModel::QAbstractTableModel;

  void setState(const SweepState& state);
  QStringList figures() const { return m_figures; }  // keys of the figure columns, what decides first
  int rowOf(const QString& method) const;
  const MethodSummary* summary(const QString& method) const;  // null until one of its runs has finished
  int style(const QString& method) const { return rowOf(method); }  // of its points and rows: its place in the plan
  QStringList methods() const;

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
  int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : kFirstFigure + int(m_figures.size()); }
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  struct Row {
    QString method, state, trouble;
    int done = 0, total = 0;
    double rate = 0;  // learning rate; 0: not known yet
    bool recommended = false, left_out = false, failed = false;
  };
  QVariant figure(const Row& row, const QString& key, int role) const;

  std::vector<Row> m_rows;
  SweepSummary m_summary;
  QStringList m_figures;
};

}  // namespace paretune

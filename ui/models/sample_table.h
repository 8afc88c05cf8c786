// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QAbstractTableModel>
#include <map>
#include <vector>

#include "training/api/run_event.h"

namespace paretune {

// What the model wrote: one row per fixed prompt, the prompt, then the base model (step 0), then the later steps, newest first.
class SampleTable : public QAbstractTableModel {
  Q_OBJECT
 public:
  using QAbstractTableModel::QAbstractTableModel;
  enum Role { kHtmlRole = Qt::UserRole + 1 };  // with what differs from the base model marked
  void clear();
  void add(const RunSample& sample);

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : int(m_prompts.size()); }
  int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : int(m_steps.size()) + 1; }
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  struct Prompt {
    int64_t index = 0;
    QString text, reference;
    std::map<int64_t, QString> answers;  // by step
  };
  std::vector<Prompt> m_prompts;  // by index
  std::vector<int64_t> m_steps;   // 0 first, then falling
};

}  // namespace paretune

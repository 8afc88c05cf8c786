// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Proof that a run's adapter acts: what it changes in words, and how much in every module.
#include <QWidget>

#include "training/api/engine.h"

class QLabel;
class QTableView;

namespace paretune {

class LayerTable;
class ToneLabel;

class AdapterView : public QWidget {
  Q_OBJECT
 public:
  explicit AdapterView(QWidget* parent = nullptr);
  void setReport(const AdapterReport& report);
  void setAbsent(const QString& why);
  QString markdown() const;

 private:
  ToneLabel *m_verdict, *m_dead;
  QLabel *m_figures, *m_hint;
  QTableView* m_map;
  LayerTable* m_layers;
};

}  // namespace paretune

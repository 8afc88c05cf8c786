// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Which LoRA adapters are mixed, with what weight, and how.
#include <QWidget>
#include <vector>

#include "training/api/engine.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QGridLayout;
class QLabel;
class QSlider;

namespace paretune {

class MixPanel : public QWidget {
  Q_OBJECT
 public:
  struct Choice {
    QString id, name;
  };
  explicit MixPanel(QWidget* parent = nullptr);
  void setChoices(const std::vector<Choice>& choices);  // those already there keep their weight
  int chosenCount() const;
  // Sources, weights, type and density; model and out are the caller's.
  CombinationRequest request() const;
  QString summary() const;  // "first × 0.70 + second × 0.30 · cat"

 Q_SIGNALS:
  void changed();

 private:
  struct Row {
    Choice choice;
    QCheckBox* on;
    QSlider* slider;
    QDoubleSpinBox* weight;
  };
  void refresh();
  QGridLayout* m_grid;
  QComboBox* m_type;
  QDoubleSpinBox* m_density;
  QLabel *m_density_label, *m_empty;
  std::vector<Row> m_rows;
};

}  // namespace paretune

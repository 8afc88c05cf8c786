// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// What this machine offers and what is missing.
#include <QWidget>
#include <memory>

#include "training/api/engine.h"

class QLabel;
class QPushButton;
class QTableWidget;

namespace paretune {

class DoctorPage : public QWidget {
  Q_OBJECT
 public:
  explicit DoctorPage(std::shared_ptr<Engine> engine, QWidget* parent = nullptr);

 public slots:
  void rerun();

 signals:
  void message(int severity, const QString& text);

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void showItems(const std::vector<DoctorItem>& items);
  void copyReport();
  std::shared_ptr<Engine> m_engine;
  bool m_busy = false, m_ran = false;
  QLabel* m_summary;
  QPushButton *m_again, *m_copy;
  QTableWidget* m_table;
};

}  // namespace paretune

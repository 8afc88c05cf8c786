// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QCheckBox>

namespace paretune {

class RunTable;

// Whether runs that only search a learning rate are listed; there only when there are some.
class SearchesBox : public QCheckBox {
  Q_OBJECT
 public:
  explicit SearchesBox(RunTable* table, QWidget* parent = nullptr);
};

}  // namespace paretune

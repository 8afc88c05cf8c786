// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/searches_box.h"

#include "ui/models/run_table.h"

namespace paretune {

SearchesBox::SearchesBox(RunTable* table, QWidget* parent) : QCheckBox(tr("Show searches"), parent) {
  setObjectName("showSearches");
  setAccessibleName(text());
  setToolTip(tr("Short runs with which a tournament finds each method's learning rate"));
  setChecked(table->showsSearches());
  setVisible(table->searchCount() > 0);
  connect(this, &QCheckBox::toggled, table, &RunTable::setShowSearches);
  connect(table, &RunTable::showSearchesChanged, this, &QCheckBox::setChecked);
  connect(table, &RunTable::refreshed, this, [this, table] { setVisible(table->searchCount() > 0); });
}

}  // namespace paretune

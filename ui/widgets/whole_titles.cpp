// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/whole_titles.h"

#include <QHeaderView>
#include <QTableView>

namespace paretune {

void keepTitlesWhole(QTableView* view) {
  QHeaderView* header = view->horizontalHeader();
  const auto widen = [header] {
    for (int i = 0; i < header->count(); ++i) {
      if (header->isSectionHidden(i) || header->sectionResizeMode(i) != QHeaderView::Interactive) continue;
      if (header->sectionSize(i) < header->sectionSizeHint(i)) header->resizeSection(i, header->sectionSizeHint(i));
    }
  };
  // After the header has heard of the change itself.
  QObject::connect(view->model(), &QAbstractItemModel::modelReset, header, widen, Qt::QueuedConnection);
  QObject::connect(view->model(), &QAbstractItemModel::columnsInserted, header, widen, Qt::QueuedConnection);
  const auto shown = [widen](int, int before) {
    if (before == 0) widen();
  };
  QObject::connect(header, &QHeaderView::sectionResized, header, shown, Qt::QueuedConnection);
  QMetaObject::invokeMethod(header, widen, Qt::QueuedConnection);
}

}  // namespace paretune

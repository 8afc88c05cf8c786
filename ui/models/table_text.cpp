// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/table_text.h"

#include <QAbstractItemModel>
#include <QStringList>
#include <cmath>

namespace paretune {
namespace {

QString quoted(QString text) {
  return text.contains(',') || text.contains('"') || text.contains('\n') ? '"' + text.replace('"', "\"\"") + '"' : text;
}

QString markdownLine(const QStringList& cells) {
  QString out;
  for (QString text : cells) out += "| " + text.replace('|', "\\|").replace('\n', ' ') + ' ';
  return out + "|\n";
}

}  // namespace

QString tableMarkdown(const QAbstractItemModel& model, const QList<int>& columns, const QList<int>& rows) {
  QStringList cells;
  for (int column : columns) cells << model.headerData(column, Qt::Horizontal).toString();
  QString out = markdownLine(cells) + QString("|---").repeated(int(columns.size())) + "|\n";
  for (int row : rows) {
    cells.clear();
    for (int column : columns) cells << model.index(row, column).data().toString();
    out += markdownLine(cells);
  }
  return out;
}

QString tableCsv(const QAbstractItemModel& model, const QList<int>& columns, const QList<int>& rows, int value_role) {
  QStringList lines, cells;
  for (int column : columns) cells << quoted(model.headerData(column, Qt::Horizontal).toString());
  lines << cells.join(',');
  for (int row : rows) {
    cells.clear();
    for (int column : columns) {
      const auto value = model.index(row, column).data(value_role);
      if (value.typeId() == QMetaType::Double) cells << (std::isfinite(value.toDouble()) ? QString::number(value.toDouble(), 'g', 12) : QString());
      else cells << quoted(value.toString());
    }
    lines << cells.join(',');
  }
  return lines.join('\n') + '\n';
}

}  // namespace paretune

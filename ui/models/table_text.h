// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QString>

class QAbstractItemModel;

namespace paretune {

// Rows of a table with their headers, as they are shown, to paste into a text.
QString tableMarkdown(const QAbstractItemModel& model, const QList<int>& columns, const QList<int>& rows);
// The same with figures in full precision: numbers under `value_role` are written as they are, other values as text.
QString tableCsv(const QAbstractItemModel& model, const QList<int>& columns, const QList<int>& rows, int value_role);

}  // namespace paretune

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Which words of a text another text does not have, and a cell that shows it.
#include <QStyledItemDelegate>
#include <vector>

class QTextDocument;

namespace paretune {

struct DiffPart {
  enum Kind { same, added, removed };
  Kind kind = same;
  QString text;
};
// Words with the white space after them, by their longest common subsequence; very long texts are compared as a whole.
std::vector<DiffPart> wordDiff(const QString& before, const QString& after);

// `after` as HTML: what `before` lacks is underlined and tinted, what it had and `after` lacks stands struck through when `removals` is on.
QString diffHtml(const QString& before, const QString& after, const QPalette& palette, bool removals);

// Draws HTML that a model gives under `html_role` (plain DisplayRole text where it gives none), wrapped, from the top.
class RichCellDelegate : public QStyledItemDelegate {
 public:
  RichCellDelegate(int html_role, QObject* parent = nullptr) : QStyledItemDelegate(parent), m_role(html_role) {}
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  void fill(QTextDocument& document, const QStyleOptionViewItem& option, const QModelIndex& index, int width) const;
  int m_role;
};

}  // namespace paretune

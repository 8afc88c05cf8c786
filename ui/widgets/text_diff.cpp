// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/text_diff.h"

#include <QAbstractTextDocumentLayout>
#include <QApplication>
#include <QHeaderView>
#include <QPainter>
#include <QTableView>
#include <QTextDocument>

#include "ui/widgets/tones.h"

namespace paretune {
namespace {

constexpr qsizetype kMostWords = 1500;
constexpr int kSide = 8, kTop = 6;

QStringList wordsOf(const QString& text) {
  QStringList out;
  qsizetype begin = 0;
  for (qsizetype i = 1; i <= text.size(); ++i) {
    const bool ends = i == text.size() || (text[i - 1].isSpace() && !text[i].isSpace());
    if (!ends) continue;
    out << text.mid(begin, i - begin);
    begin = i;
  }
  return out;
}

void add(std::vector<DiffPart>& parts, DiffPart::Kind kind, const QString& word) {
  if (!parts.empty() && parts.back().kind == kind) parts.back().text += word;
  else parts.push_back({kind, word});
}

}  // namespace

std::vector<DiffPart> wordDiff(const QString& before, const QString& after) {
  if (before == after) return {{DiffPart::same, after}};
  const QStringList a = wordsOf(before), b = wordsOf(after);
  if (a.size() > kMostWords || b.size() > kMostWords) return {{DiffPart::removed, before}, {DiffPart::added, after}};
  const auto same = [&](qsizetype i, qsizetype j) { return a[i].trimmed() == b[j].trimmed(); };
  // length[i][j]: of the longest common subsequence of a from i and b from j
  std::vector<std::vector<int>> length(size_t(a.size()) + 1, std::vector<int>(size_t(b.size()) + 1, 0));
  for (qsizetype i = a.size() - 1; i >= 0; --i)
    for (qsizetype j = b.size() - 1; j >= 0; --j)
      length[size_t(i)][size_t(j)] =
          same(i, j) ? length[size_t(i) + 1][size_t(j) + 1] + 1 : std::max(length[size_t(i) + 1][size_t(j)], length[size_t(i)][size_t(j) + 1]);
  std::vector<DiffPart> parts;
  qsizetype i = 0, j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && same(i, j)) {
      add(parts, DiffPart::same, b[j]);
      ++i, ++j;
    } else if (i < a.size() && (j == b.size() || length[size_t(i) + 1][size_t(j)] >= length[size_t(i)][size_t(j) + 1])) {
      add(parts, DiffPart::removed, a[i++]);
    } else {
      add(parts, DiffPart::added, b[j++]);
    }
  }
  return parts;
}

QString diffHtml(const QString& before, const QString& after, const QPalette& palette, bool removals) {
  const QColor ground = palette.color(QPalette::Base), tone = severityColor(palette, 3);
  const QString tint = mixed(ground, tone, isDarkPalette(palette) ? 0.35 : 0.22).name(), quiet = mutedText(palette).name();
  QString out;
  for (const auto& part : wordDiff(before, after)) {
    const QString text = part.text.toHtmlEscaped().replace('\n', QLatin1String("<br>"));
    if (part.kind == DiffPart::same) out += text;
    if (part.kind == DiffPart::added)
      out += QStringLiteral("<span style=\"background-color:%1; text-decoration:underline;\">%2</span>").arg(tint, text);
    if (part.kind == DiffPart::removed && removals)
      out += QStringLiteral("<span style=\"color:%1; text-decoration:line-through;\">%2</span> ").arg(quiet, text.trimmed());
  }
  return out;
}

void RichCellDelegate::fill(QTextDocument& document, const QStyleOptionViewItem& option, const QModelIndex& index, int width) const {
  document.setDefaultFont(option.font);
  document.setDocumentMargin(0);
  const QString html = index.data(m_role).toString();
  if (html.isEmpty()) document.setPlainText(index.data(Qt::DisplayRole).toString());
  else document.setHtml(html);
  document.setTextWidth(std::max(40, width - 2 * kSide));
}

void RichCellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  QStyleOptionViewItem ground = option;
  initStyleOption(&ground, index);
  ground.text.clear();
  const QStyle* style = option.widget ? option.widget->style() : QApplication::style();
  style->drawControl(QStyle::CE_ItemViewItem, &ground, painter, option.widget);
  QTextDocument document;
  fill(document, option, index, option.rect.width());
  painter->save();
  painter->setClipRect(option.rect);
  painter->translate(option.rect.left() + kSide, option.rect.top() + kTop);
  QAbstractTextDocumentLayout::PaintContext context;
  const QVariant colour = index.data(Qt::ForegroundRole);
  context.palette.setColor(QPalette::Text, colour.isValid() ? colour.value<QColor>() : option.palette.color(QPalette::Text));
  document.documentLayout()->draw(painter, context);
  painter->restore();
}

QSize RichCellDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  int width = option.rect.width();
  if (const auto* table = qobject_cast<const QTableView*>(option.widget)) width = table->columnWidth(index.column());
  QTextDocument document;
  fill(document, option, index, width);
  return {width, int(document.size().height()) + 2 * kTop};
}

}  // namespace paretune

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/token_view.h"

#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>
#include <algorithm>

#include "ui/widgets/tones.h"

namespace paretune {
namespace {
constexpr int kMargin = 8, kGap = 2, kLineGap = 4, kPad = 3;

QFont chipFont(const QWidget* widget, bool trained) {
  QFont font = monoFont(widget->font());
  font.setWeight(trained ? QFont::Bold : QFont::Normal);
  return font;
}
}  // namespace

TokenChips::TokenChips(QWidget* parent) : QAbstractScrollArea(parent) {
  setObjectName("tokenView");
  setAccessibleName(tr("Tokens of the row"));
  setFocusPolicy(Qt::StrongFocus);
  setFrameShape(QFrame::StyledPanel);
  setViewportMargins(2, 2, 2, 2);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  viewport()->setMouseTracking(true);
  viewport()->setCursor(Qt::ArrowCursor);
  clear({});
}

QString TokenChips::visibleText(const QString& piece) {
  QString out;
  for (const QChar c : piece) {
    if (c == ' ')
      out += QChar(0x00B7);
    else if (c == '\n')
      out += QChar(0x21B5);
    else if (c == '\t')
      out += QChar(0x21E5);
    else if (c == '\r')
      out += QChar(0x240D);
    else if (c.unicode() < 0x20 || c.unicode() == 0x7F)
      out += QChar(c.unicode() == 0x7F ? 0x2421 : 0x2400 + c.unicode());
    else
      out += c;
  }
  return out.isEmpty() ? QString(QChar(0x2205)) : out;
}

bool TokenChips::isSpecial(const QString& piece) {
  if (piece.size() < 3 || piece.contains(' ')) return false;
  if (piece.startsWith(QLatin1String("<0x")) && piece.size() == 6) return false;  // a lone byte
  return (piece.startsWith('<') && piece.endsWith('>')) || (piece.startsWith('[') && piece.endsWith(']'));
}

void TokenChips::setTokens(const TokenView& tokens, int64_t full_length) {
  m_chips.clear();
  m_chips.reserve(tokens.tokens.size());
  m_trained = 0;
  for (std::size_t i = 0; i < tokens.tokens.size(); ++i) {
    const QString piece = QString::fromStdString(tokens.tokens[i]);
    Chip chip;
    chip.text = visibleText(piece);
    chip.id = i < tokens.ids.size() ? tokens.ids[i] : -1;
    chip.trained = i < tokens.trained.size() && tokens.trained[i];
    chip.special = isSpecial(piece);
    chip.breaks = piece.contains('\n');
    m_trained += chip.trained;
    m_chips.push_back(std::move(chip));
  }
  m_full_length = full_length > count() ? full_length : 0;
  m_placeholder = m_chips.empty() ? tr("This row has no tokens.") : QString();
  m_current = -1;
  setAccessibleDescription(tr("%1 tokens, %2 trained").arg(count()).arg(m_trained));
  measure();
  layOut();
  verticalScrollBar()->setValue(0);
  viewport()->update();
}

void TokenChips::clear(const QString& placeholder) {
  m_chips.clear();
  m_trained = 0;
  m_current = -1;
  m_full_length = 0;
  m_placeholder = placeholder;
  layOut();
  viewport()->update();
}

void TokenChips::measure() {
  const QFontMetrics plain(chipFont(this, false)), heavy(chipFont(this, true));
  m_chip_height = std::max(plain.height(), heavy.height()) + 4;
  for (Chip& chip : m_chips) chip.width = (chip.trained ? heavy : plain).horizontalAdvance(chip.text) + 2 * kPad + (chip.special ? 4 : 0);
}

void TokenChips::layOut() {
  const int right = std::max(60, viewport()->width() - kMargin);
  int x = kMargin, y = kMargin;
  for (Chip& chip : m_chips) {
    if (x > kMargin && x + chip.width > right) x = kMargin, y += m_chip_height + kLineGap;
    chip.x = x;
    chip.y = y;
    x += chip.width + kGap;
    if (chip.breaks) x = kMargin, y += m_chip_height + kLineGap;
  }
  if (!m_chips.empty()) y = m_chips.back().y + m_chip_height;
  if (m_full_length) y += m_chip_height + 2 * kLineGap;
  m_content_height = y + kMargin;
  verticalScrollBar()->setRange(0, std::max(0, m_content_height - viewport()->height()));
  verticalScrollBar()->setPageStep(viewport()->height());
  verticalScrollBar()->setSingleStep(m_chip_height + kLineGap);
}

void TokenChips::paintEvent(QPaintEvent* event) {
  QPainter painter(viewport());
  painter.fillRect(event->rect(), palette().color(QPalette::Base));
  painter.setRenderHint(QPainter::Antialiasing);
  if (m_chips.empty()) {
    painter.setPen(mutedText(palette()));
    painter.drawText(viewport()->rect().adjusted(16, 16, -16, -16), Qt::AlignCenter | Qt::TextWordWrap, m_placeholder);
    return;
  }
  const int top = verticalScrollBar()->value();
  const QFont plain = chipFont(this, false), heavy = chipFont(this, true);
  const QColor ground = palette().color(QPalette::Base), ink = palette().color(QPalette::Text);
  const bool dark = isDarkPalette(palette());
  const QColor quiet[2] = {mixed(ground, ink, 0.07), mixed(ground, ink, 0.12)};
  const QColor tone = severityColor(palette(), 3);
  const QColor lit[2] = {mixed(ground, tone, dark ? 0.30 : 0.20), mixed(ground, tone, dark ? 0.38 : 0.28)};
  const QColor faint = mixed(ink, ground, 0.30);
  auto first = std::lower_bound(m_chips.begin(), m_chips.end(), event->rect().top() + top - m_chip_height,
                                [](const Chip& chip, int y) { return chip.y < y; });
  for (auto chip = first; chip != m_chips.end() && chip->y - top <= event->rect().bottom(); ++chip) {
    const int index = static_cast<int>(chip - m_chips.begin());
    const QRect box(chip->x, chip->y - top, chip->width, m_chip_height);
    painter.setPen(chip->special ? QPen(mixed(ground, ink, 0.5), 1, Qt::DashLine) : QPen(Qt::NoPen));
    painter.setBrush((chip->trained ? lit : quiet)[index % 2]);
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    painter.setFont(chip->trained ? heavy : plain);
    painter.setPen(chip->trained ? ink : faint);
    painter.drawText(box, Qt::AlignCenter, chip->text);
    if (chip->trained) painter.fillRect(QRect(box.left() + 1, box.bottom() - 1, box.width() - 2, 2), tone);
    if (index == m_current) {
      painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
      painter.setBrush(Qt::NoBrush);
      painter.drawRoundedRect(QRectF(box).adjusted(0, 0, 0, 0), 4, 4);
    }
  }
  if (m_full_length) {
    const QColor warn = severityColor(palette(), 1);
    const int y = m_chips.back().y + m_chip_height + kLineGap - top;
    painter.setPen(QPen(warn, 2, Qt::DashLine));
    painter.drawLine(kMargin, y + 1, viewport()->width() - kMargin, y + 1);
    painter.setPen(warn);
    painter.setFont(font());
    painter.drawText(QRect(kMargin, y + 2, viewport()->width() - 2 * kMargin, m_chip_height + 2), Qt::AlignLeft | Qt::AlignVCenter,
                     tr("Cut here: %1 more tokens are not seen by the model").arg(groupedText(m_full_length - count())));
  }
}

int TokenChips::tokenAt(const QPoint& point) const {
  const int y = point.y() + verticalScrollBar()->value();
  auto chip = std::lower_bound(m_chips.begin(), m_chips.end(), y - m_chip_height + 1, [](const Chip& c, int wanted) { return c.y < wanted; });
  for (; chip != m_chips.end() && chip->y <= y; ++chip) {
    if (point.x() >= chip->x && point.x() < chip->x + chip->width && y < chip->y + m_chip_height) return static_cast<int>(chip - m_chips.begin());
  }
  return -1;
}

QRect TokenChips::tokenRect(int index) const {
  if (index < 0 || index >= count()) return {};
  const Chip& chip = m_chips[static_cast<std::size_t>(index)];
  return {chip.x, chip.y - verticalScrollBar()->value(), chip.width, m_chip_height};
}

QString TokenChips::describe(int index) const {
  if (index < 0 || index >= count()) return {};
  const Chip& chip = m_chips[static_cast<std::size_t>(index)];
  return tr("Token %1 of %2 · id %3 · “%4” · %5%6")
      .arg(index + 1)
      .arg(count())
      .arg(chip.id)
      .arg(chip.text)
      .arg(chip.trained ? tr("trained") : tr("not trained"))
      .arg(chip.special ? tr(" · special token") : QString());
}

void TokenChips::setCurrent(int index) {
  const int wanted = m_chips.empty() ? -1 : std::clamp(index, -1, count() - 1);
  if (wanted == m_current) return;
  m_current = wanted;
  viewport()->update();
  emit currentChanged(m_current);
}

void TokenChips::mouseMoveEvent(QMouseEvent* event) {
  const int index = tokenAt(event->pos());
  if (index >= 0) setCurrent(index);
}

void TokenChips::mousePressEvent(QMouseEvent* event) { setCurrent(tokenAt(event->pos())); }

void TokenChips::keyPressEvent(QKeyEvent* event) {
  int wanted = m_current;
  switch (event->key()) {
    case Qt::Key_Left: wanted = std::max(0, m_current - 1); break;
    case Qt::Key_Right: wanted = m_current + 1; break;
    case Qt::Key_Home: wanted = 0; break;
    case Qt::Key_End: wanted = count() - 1; break;
    default: QAbstractScrollArea::keyPressEvent(event); return;
  }
  setCurrent(wanted);
  const QRect box = tokenRect(m_current);
  if (box.top() < 0) verticalScrollBar()->setValue(verticalScrollBar()->value() + box.top() - kMargin);
  if (box.bottom() > viewport()->height()) verticalScrollBar()->setValue(verticalScrollBar()->value() + box.bottom() - viewport()->height() + kMargin);
}

bool TokenChips::viewportEvent(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    auto* help = static_cast<QHelpEvent*>(event);
    const int index = tokenAt(help->pos());
    if (index < 0) {
      QToolTip::hideText();
    } else {
      QToolTip::showText(help->globalPos(), describe(index), viewport(), tokenRect(index));
    }
    return true;
  }
  return QAbstractScrollArea::viewportEvent(event);
}

void TokenChips::resizeEvent(QResizeEvent*) { layOut(); }

void TokenChips::changeEvent(QEvent* event) {
  if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
    measure();
    layOut();
  }
  QAbstractScrollArea::changeEvent(event);
}

}  // namespace paretune

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tour.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

#include "ui/theme.h"
#include "ui/widgets/letters.h"

namespace paretune {
namespace {

constexpr int kGap = 12, kRing = 4;

// Drawn above everything, clicked through.
class Ring : public QWidget {
 public:
  explicit Ring(QWidget* parent) : QWidget(parent) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    setObjectName("tourRing");
    hide();
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme::accent(palette()), 3));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5), 9, 9);
  }
};

// The largest place beside `around` that holds `size`: right, left, below, above; else the window's lower right corner.
QRect placeBeside(const QRect& around, const QSize& size, const QRect& room) {
  const std::array<QPoint, 4> corners = {QPoint(around.right() + kGap, around.top()), QPoint(around.left() - kGap - size.width(), around.top()),
                                         QPoint(around.left(), around.bottom() + kGap), QPoint(around.left(), around.top() - kGap - size.height())};
  for (const QPoint& corner : corners) {
    QRect place(corner, size);
    place.moveTop(std::clamp(place.top(), room.top(), std::max(room.top(), room.bottom() - size.height())));
    place.moveLeft(std::clamp(place.left(), room.left(), std::max(room.left(), room.right() - size.width())));
    if (!place.intersects(around)) return place;
  }
  return {room.bottomRight() - QPoint(size.width(), size.height()), size};
}

}  // namespace

Tour::Tour(QWidget* window, std::vector<TourStop> stops)
    : QFrame(window), m_window(window), m_ring(new Ring(window)), m_stops(std::move(stops)), m_count(new QLabel), m_title(new QLabel), m_text(new QLabel),
      m_skip(new QPushButton(tr("Skip the tour"))), m_back(new QPushButton(tr("Back"))), m_next(new QPushButton), m_timer(new QTimer(this)) {
  setObjectName("tour");
  m_title->setObjectName("tourTitle");
  m_title->setFont(theme::sectionFont(this));
  m_title->setWordWrap(true);
  m_text->setObjectName("tourText");
  m_text->setWordWrap(true);
  theme::markMuted(m_count);
  m_skip->setObjectName("tourSkip");
  m_skip->setAccessibleName(m_skip->text());
  m_back->setObjectName("tourBack");
  m_back->setAccessibleName(m_back->text());
  m_next->setObjectName("tourNext");
  theme::markFlat(m_skip);
  theme::markFlat(m_back);
  theme::markPrimary(m_next);
  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(4);
  buttons->addWidget(m_skip);
  buttons->addStretch(1);
  buttons->addWidget(m_back);
  buttons->addWidget(m_next);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(16, 12, 12, 12);
  column->setSpacing(8);
  column->addWidget(m_count);
  column->addWidget(m_title);
  column->addWidget(m_text);
  column->addSpacing(4);
  column->addLayout(buttons);
  hide();
  m_timer->setInterval(50);
  connect(m_timer, &QTimer::timeout, this, &Tour::follow);
  connect(m_skip, &QPushButton::clicked, this, &Tour::end);
  connect(m_back, &QPushButton::clicked, this, [this] { go(m_at - 1); });
  connect(m_next, &QPushButton::clicked, this, [this] { m_at + 1 < stopCount() ? go(m_at + 1) : end(); });
}

Tour::~Tour() { delete m_ring; }

void Tour::begin() {
  show();
  go(0);
  m_timer->start();
}

void Tour::end() {
  if (isHidden()) return;
  m_timer->stop();
  m_ring->hide();
  hide();
  Q_EMIT ended();
}

void Tour::go(int stop) {
  if (stop < 0 || stop >= stopCount()) return;
  m_at = stop;
  const TourStop& now = m_stops[static_cast<std::size_t>(stop)];
  m_target = now.target();
  // What is scrolled away is brought back.
  for (QWidget* up = m_target ? m_target->parentWidget() : nullptr; up; up = up->parentWidget()) {
    if (auto* area = qobject_cast<QScrollArea*>(up)) area->ensureWidgetVisible(m_target, 16, 16);
  }
  m_count->setText(tr("%1 of %2").arg(stop + 1).arg(stopCount()));
  m_title->setText(now.title);
  m_text->setText(now.text);
  m_back->setVisible(stop > 0);
  m_next->setText(stop + 1 < stopCount() ? tr("Next") : tr("Done"));
  m_next->setAccessibleName(m_next->text());
  setAccessibleName(now.title);
  setAccessibleDescription(now.text);
  follow();
  m_next->setFocus();
}

void Tour::follow() {
  if (!m_target || !m_target->isVisible()) return end();  // the person went elsewhere
  QRect around(m_target->mapTo(m_window, QPoint(0, 0)), m_target->size());
  for (QWidget* up = m_target->parentWidget(); up && up != m_window; up = up->parentWidget())
    around = around.intersected(QRect(up->mapTo(m_window, QPoint(0, 0)), up->size()));
  const QRect room = m_window->rect().adjusted(kGap, kGap, -kGap, -kGap);
  around = around.adjusted(-kRing, -kRing, kRing, kRing).intersected(m_window->rect().adjusted(2, 2, -2, -2));
  const int width = std::min(std::max(letters(this, 55), minimumSizeHint().width()), room.width());
  const int height = layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width) : sizeHint().height();
  m_ring->setGeometry(around);
  m_ring->setVisible(!around.isEmpty());
  setGeometry(placeBeside(around, QSize(width, height), room));
  m_ring->raise();
  raise();
}

void Tour::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Escape: return end();
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Right: return focusWidget() == m_skip ? end() : m_next->click();
    case Qt::Key_Left: return go(m_at - 1);
    default: QFrame::keyPressEvent(event);
  }
}

void Tour::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(theme::accent(palette()), 1));
  painter.setBrush(palette().color(QPalette::Base));
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10);
}

}  // namespace paretune

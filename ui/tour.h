// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The first-run tour: a ring around real widgets and a bubble beside them. It blocks nothing; Escape ends it.
#include <QFrame>
#include <QPointer>
#include <functional>
#include <vector>

class QLabel;
class QPushButton;
class QTimer;

namespace paretune {

struct TourStop {
  std::function<QWidget*()> target;  // looked for when its turn comes
  QString title, text;
};

class Tour : public QFrame {
  Q_OBJECT
 public:
  Tour(QWidget* window, std::vector<TourStop> stops);
  ~Tour() override;
  void begin();
  void end();  // hides it and emits ended()
  int stop() const { return m_at; }
  int stopCount() const { return static_cast<int>(m_stops.size()); }
  QWidget* target() const { return m_target; }

 Q_SIGNALS:
  void ended();

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void go(int stop);
  void follow();  // the target may move or scroll
  QWidget* m_window;
  QPointer<QWidget> m_ring;  // the window's child too
  std::vector<TourStop> m_stops;
  QPointer<QWidget> m_target;
  int m_at = -1;
  QLabel *m_count, *m_title, *m_text;
  QPushButton *m_skip, *m_back, *m_next;
  QTimer* m_timer;
};

}  // namespace paretune

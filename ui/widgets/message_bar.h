// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// One message at a time above the pages; takes the place of message boxes.
#include <QFrame>
#include <deque>
#include <functional>

class QLabel;
class QPushButton;
class QTimer;
class QToolButton;

namespace paretune {

class MessageBar : public QFrame {
  Q_OBJECT
 public:
  explicit MessageBar(QWidget* parent = nullptr);
  // severity: 0 info (leaves by itself), 1 warning, 2 error (both stay until closed or replaced).
  void showMessage(int severity, const QString& text);
  // A message with something to do about it. It stays until the button is pressed or it is closed; other messages only cover it, and several
  // offers come one after another.
  void offer(const QString& text, const QString& action, std::function<void()> taken);
  void clear();
  QString text() const;
  int severity() const { return m_severity; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void enterEvent(QEnterEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  struct Offer {
    QString text, action;
    std::function<void()> taken;
  };
  void present(int severity, const QString& text);
  void showOffer();
  std::deque<Offer> m_offers;
  bool m_offering = false;  // the first of them is what is shown
  int m_severity = 0;
  QLabel* m_text;
  QPushButton* m_action;
  QToolButton* m_close;
  QTimer* m_leave;
};

}  // namespace paretune

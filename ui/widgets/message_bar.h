// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// One message at a time above the pages; takes the place of message boxes.
#include <QFrame>

class QLabel;
class QTimer;
class QToolButton;

namespace paretune {

class MessageBar : public QFrame {
  Q_OBJECT
 public:
  explicit MessageBar(QWidget* parent = nullptr);
  // severity: 0 info (leaves by itself), 1 warning, 2 error (both stay until closed or replaced).
  void showMessage(int severity, const QString& text);
  void clear();
  QString text() const;
  int severity() const { return m_severity; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void enterEvent(QEnterEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  int m_severity = 0;
  QLabel* m_text;
  QToolButton* m_close;
  QTimer* m_leave;
};

}  // namespace paretune

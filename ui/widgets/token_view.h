// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Tokens as the model sees them: wrapped chips, trained ones marked by colour, weight and underline.
#include <QAbstractScrollArea>
#include <QStringList>
#include <vector>

#include "training/api/engine.h"

namespace paretune {

class TokenChips : public QAbstractScrollArea {
  Q_OBJECT
 public:
  explicit TokenChips(QWidget* parent = nullptr);
  // `full_length`: tokens before the cut (0 = not cut).
  void setTokens(const TokenView& tokens, int64_t full_length = 0);
  void clear(const QString& placeholder);
  int count() const { return static_cast<int>(m_chips.size()); }
  int trainedCount() const { return m_trained; }
  int current() const { return m_current; }
  void setCurrent(int index);
  int tokenAt(const QPoint& point) const;  // viewport coordinates; -1 = none
  QRect tokenRect(int index) const;        // viewport coordinates
  QString describe(int index) const;       // "token 12 of 80 · id 345 · “ hello” · trained"
  // What a chip shows: white space made visible.
  static QString visibleText(const QString& piece);
  static bool isSpecial(const QString& piece);
  QSize sizeHint() const override { return {480, 180}; }

 signals:
  void currentChanged(int index);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool viewportEvent(QEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  struct Chip {
    QString text;
    int64_t id = 0;
    int x = 0, y = 0, width = 0;
    bool trained = false, special = false, breaks = false;
  };
  void measure();
  void layOut();
  std::vector<Chip> m_chips;  // y never falls with the index
  QString m_placeholder;
  int64_t m_full_length = 0;
  int m_trained = 0, m_current = -1, m_chip_height = 20, m_content_height = 0;
};

}  // namespace paretune

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A label in the colour of its meaning; keeps it through changes of theme and style sheet.
#include <QLabel>

namespace paretune {

class ToneLabel : public QLabel {
  Q_OBJECT
 public:
  enum Tone { plain = -2, muted = -1, info = 0, warning = 1, error = 2, good = 3 };
  explicit ToneLabel(int tone = plain, QWidget* parent = nullptr);
  void setTone(int tone);
  int tone() const { return m_tone; }

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void apply();
  int m_tone;
  bool m_pending = false;
};

}  // namespace paretune

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A titled surface with a state in its corner and room for one problem in its own words.
#include <QFrame>
#include <QLabel>

class QToolButton;
class QVBoxLayout;

namespace paretune {

class ToneLabel;

class Card : public QFrame {
  Q_OBJECT
 public:
  enum class State { missing, working, ready, problem };
  explicit Card(const QString& title, const QString& hint, QWidget* parent = nullptr);
  QVBoxLayout* body() const { return m_body; }
  void setState(State state, const QString& text);
  State state() const { return m_state; }
  // Empty text hides the line.
  void setProblem(const QString& text, int severity = 2);
  QString problem() const;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  State m_state = State::missing;
  QLabel* m_title;
  QLabel* m_hint;
  ToneLabel* m_corner;
  ToneLabel* m_problem;
  QVBoxLayout* m_body;
};

// A header that folds the widget under it.
class Fold : public QWidget {
  Q_OBJECT
 public:
  explicit Fold(const QString& title, QWidget* content, bool open = false, QWidget* parent = nullptr);
  void setOpen(bool open);
  bool isOpen() const;
  void setTitle(const QString& title);
  void setSummary(const QString& summary);  // shown at the right of the header

 protected:
  void changeEvent(QEvent* event) override;

 private:
  QToolButton* m_header;
  QLabel* m_summary;
  QWidget* m_content;
};

// Small pill-shaped mark such as "merges".
class Badge : public QWidget {
 public:
  explicit Badge(const QString& text, QWidget* parent = nullptr);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString m_text;
};

// A label that never asks for more width than it gets: elides in the middle or at the end, full text as tooltip.
class ElidedLabel : public QLabel {
 public:
  explicit ElidedLabel(const QString& text = {}, Qt::TextElideMode mode = Qt::ElideRight, QWidget* parent = nullptr);
  void setText(const QString& text);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  Qt::TextElideMode m_mode;
};

}  // namespace paretune

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Ctrl+K: every action of the window, found by a few letters.
#include <QDialog>
#include <QPointer>
#include <vector>

class QAction;
class QLineEdit;
class QListWidget;

namespace paretune {

// Score of `letters` as a subsequence of `text`, higher is better; -1 = no match. Word starts and runs of letters count more.
int fuzzyScore(const QString& letters, const QString& text);

class CommandPalette : public QDialog {
  Q_OBJECT
 public:
  // `window`: whose enabled, named actions are listed (its own and those of its children).
  explicit CommandPalette(QWidget* window);
  void open() override;
  int visibleCount() const;
  QString visibleText(int row) const;

 protected:
  bool eventFilter(QObject* object, QEvent* event) override;

 private:
  void collect();
  void filter();
  void run();
  QWidget* m_window;
  std::vector<QPointer<QAction>> m_actions;
  QLineEdit* m_words;
  QListWidget* m_list;
};

}  // namespace paretune

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QFrame>

#include "training/api/engine.h"

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace paretune {

struct LiveState;
class ElidedLabel;

// Name, state, progress and actions of one run; renames, tags and asks before a delete in place.
class RunHeader : public QFrame {
  Q_OBJECT
 public:
  explicit RunHeader(QWidget* parent = nullptr);
  // `live` is null for a run this session does not hear from.
  void showRun(const RunRow& row, const LiveState* live);
  void setHealth(const QStringList& notes);
  void beginRename();
  void askDelete();
  bool isAsking() const;
  void cancelAsking();
  void keepEdits();  // a name that is being typed counts as if Enter had been pressed

 Q_SIGNALS:
  void stopRequested();
  void resumeRequested();
  void saveRequested();
  void sampleRequested();
  void exportRequested();
  void tryRequested();
  void sameRequested();
  void deleteConfirmed();
  void renamed(const QString& name);
  void tagChanged(const QString& tag, bool on);

 protected:
  void changeEvent(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  QPushButton* action(const char* name, const char* icon, const QString& text, const QString& tip);
  void restyle();
  void fillTags();
  void updateStatus();

  RunRow m_row;
  ElidedLabel *m_name, *m_status;
  QLineEdit *m_name_edit, *m_tag_edit;
  QLabel *m_state, *m_error, *m_health;
  QProgressBar* m_bar;
  QWidget *m_tags, *m_ask;
  QLabel* m_ask_text;
  QPushButton *m_stop, *m_resume, *m_save, *m_sample, *m_try, *m_export, *m_delete, *m_keep;
  QToolButton* m_menu;
  bool m_built = false;
  QHBoxLayout* m_tag_row;
};

}  // namespace paretune

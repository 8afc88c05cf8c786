// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A path with a browse button that also takes drops.
#include <QStringList>
#include <QWidget>

class QDragEnterEvent;
class QDragLeaveEvent;
class QDropEvent;
class QLineEdit;
class QMimeData;
class QPushButton;
class QToolButton;

namespace paretune {

class PathEdit : public QWidget {
  Q_OBJECT
 public:
  enum class Kind { open_file, open_folder, save_folder };
  explicit PathEdit(Kind kind, const QString& placeholder, QWidget* parent = nullptr);
  QString path() const;
  void setPath(const QString& path);  // does not emit
  void setNameFilter(const QString& filter) { m_filter = filter; }
  void setRecent(const QStringList& paths);  // offered by a small menu beside the line
  QLineEdit* line() const { return m_line; }
  QPushButton* button() const { return m_button; }
  // The local file of a drop or a clipboard, empty when there is none.
  static QString localPath(const QMimeData* data);

 signals:
  void pathChanged(const QString& path);  // typed and left, chosen or dropped

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dragLeaveEvent(QDragLeaveEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void browse();
  void offer(const QString& path);
  Kind m_kind;
  QString m_filter, m_last;
  bool m_hot = false;
  QLineEdit* m_line;
  QPushButton* m_button;
  QToolButton* m_recent;
};

}  // namespace paretune

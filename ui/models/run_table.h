// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QAbstractTableModel>
#include <QHash>
#include <QPointer>
#include <QSet>
#include <memory>
#include <vector>

#include "training/api/engine.h"

namespace paretune {

class RunController;
class RunEdits;
class Selection;

// The runs, newest first, those that only search a learning rate on demand; the first columns say what a run is, then one column per figure
// any run has.
class RunTable : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { kName, kState, kMethod, kModel, kTags, kNote, kSteps, kTrainable, kFirstFigure };
  enum Role { kIdRole = Qt::UserRole + 1, kSortRole, kStyleRole, kProgressRole, kStateRole, kDetailRole, kFigureRole, kSearchRole };

  RunTable(std::shared_ptr<Engine> engine, RunController* controller, Selection* selection, QObject* parent = nullptr);

  void refresh();  // reads the store on a worker
  RunEdits* edits() const { return m_edits; }
  void setShowSearches(bool on);
  bool showsSearches() const { return m_show_searches; }
  int searchCount() const { return m_searches; }  // shown or not
  const std::vector<RunRow>& rows() const { return m_rows; }
  const RunRow* row(const QString& id) const;
  QModelIndex indexOf(const QString& id) const;
  QStringList figures() const { return m_figures; }  // keys of the figure columns

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
  int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : kFirstFigure + int(m_figures.size()); }
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;

 Q_SIGNALS:
  void refreshed();
  void showSearchesChanged(bool on);
  void message(int severity, const QString& text);

 private:
  void take(std::vector<RunRow> rows);
  void apply(const QString& id, const std::vector<RunEvent>& events);
  void changed(int row);
  void keepStyle(const QString& id, int style);
  void edit(const RunRow& row, int column, const QString& text);
  QString progressText(const RunRow& row) const;
  QString figureText(const RunRow& row) const;

  std::shared_ptr<Engine> m_engine;
  QPointer<RunController> m_controller;
  QPointer<Selection> m_selection;
  RunEdits* m_edits;
  std::vector<RunRow> m_rows;
  QStringList m_figures;
  QHash<QString, int> m_styles_to_keep;
  QSet<QString> m_hidden;  // searches that are not shown
  int m_searches = 0;
  bool m_reading = false, m_again = false, m_keeping = false, m_show_searches = false;
};

// A figure of a run: its summary, or a count from the row itself. NaN when the run has none.
double runFigure(const RunRow& row, const QString& key);
QString stateTitle(const QString& state);

}  // namespace paretune

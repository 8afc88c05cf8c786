// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// A form made from a ParamSchema: defaults marked, changed settings bold with a way back, advanced ones folded, a search line.
#include <QHash>
#include <QStringList>
#include <QWidget>
#include <memory>
#include <vector>

#include "training/api/schema.h"

class QGridLayout;
class QLabel;
class QLineEdit;
class QToolButton;
class QVBoxLayout;

namespace paretune {

class ParamRow;

class ParamForm : public QWidget {
  Q_OBJECT
 public:
  explicit ParamForm(QWidget* parent = nullptr);
  // Keys in `hidden` get no editor and are kept as given by setValue(). Keys in `front` stand in a grid on top, of at most `columns`
  // columns as the width allows, all others are folded; without `front` only the advanced ones are.
  void setSchema(const ParamSchema& schema, const QStringList& hidden = {}, const QStringList& front = {}, int columns = 3);
  const ParamSchema& schema() const { return m_schema; }

  Json value() const;              // only what differs from the defaults
  void setValue(const Json& given);  // missing keys return to their defaults; unknown keys are kept and given back
  void resetAll();
  int changedCount() const;
  QStringList problems() const;    // "key: what is wrong"
  bool isValid() const { return problems().isEmpty(); }
  // A problem found elsewhere (the engine); shown at the row, or false when there is no such row.
  bool showProblem(const QString& key, const QString& text);
  void clearProblems();
  void setFilter(const QString& text);
  void setAdvancedOpen(bool open);
  QString summary() const;  // "3 non-default settings"

 signals:
  void changed();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void rowChanged();
  void arrange();
  void placeFront();
  ParamRow* addRow(const ParamSpec& spec, bool stacked);
  ParamRow* rowOf(const QString& key) const;
  bool isFolded(const ParamRow* row) const;

  ParamSchema m_schema;
  Json m_kept = Json::object();
  QStringList m_front;
  std::vector<ParamRow*> m_rows;
  QLineEdit* m_search;
  QLabel* m_count;
  QToolButton* m_reset;
  QToolButton* m_advanced;
  QLabel* m_nothing;
  QVBoxLayout* m_column;
  QGridLayout* m_grid;
  int m_columns = 1, m_most_columns = 1;  // of the grid: now, and at most
  QWidget *m_list, *m_top;
};

}  // namespace paretune

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Which rows: the file, what was recognised, and every token as the model sees it.
#include <memory>
#include <optional>
#include <stop_token>

#include "training/api/engine.h"
#include "ui/widgets/card.h"

class QPlainTextEdit;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace paretune {

class DataRowModel;
class LengthHistogram;
class ParamForm;
class PathEdit;
class TokenChips;
class ToneLabel;

class DataCard : public Card {
  Q_OBJECT
 public:
  explicit DataCard(std::shared_ptr<Engine> engine, QWidget* parent = nullptr);
  ~DataCard() override;
  Json value() const;  // given keys with "path"
  void setValue(const Json& data);
  QString path() const;
  void setModel(const QString& ref);
  const std::optional<DataPreview>& preview() const { return m_preview; }
  bool hasError() const { return m_failed; }
  bool isValid() const;
  bool showProblem(const QString& key, const QString& text);
  void clearProblems();
  bool applySetting(const QString& key, const Json& value);
  void focusPath();
  void offerFile(const QString& path);
  void setRecent(const QStringList& files);

 signals:
  void changed();    // path or a setting
  void previewed();  // the table is there, or the error

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void edited();
  void pathChosen();
  void load();
  void showPreview(const Result<DataPreview>& preview);
  void showReady();
  void showSameRows();
  void showRow(int index);
  std::shared_ptr<Engine> m_engine;
  QString m_model, m_last_path;
  std::optional<DataPreview> m_preview;
  bool m_failed = false;
  int m_round = 0;
  std::stop_source m_stop;
  QTimer* m_wait;
  PathEdit* m_path;
  ParamForm* m_form;
  QWidget* m_body;
  QLabel *m_counts, *m_token_line;
  ToneLabel* m_same;
  QToolButton* m_rendered_button;
  QStackedWidget* m_views;
  QPlainTextEdit* m_rendered;
  QTableView* m_table;
  DataRowModel* m_rows;
  TokenChips* m_tokens;
  LengthHistogram* m_histogram;
};

}  // namespace paretune

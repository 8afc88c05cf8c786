// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Which base model: one already on disk, a Hugging Face folder or a GGUF file, and what is inside.
#include <memory>
#include <optional>

#include "training/api/engine.h"
#include "ui/widgets/card.h"

class QComboBox;
class QGridLayout;
class QPushButton;

namespace paretune {

class ToneLabel;

class ModelCard : public Card {
  Q_OBJECT
 public:
  explicit ModelCard(std::shared_ptr<Engine> engine, QWidget* parent = nullptr);
  QString ref() const { return m_ref; }
  void setRef(const QString& ref);
  const std::optional<ModelInfo>& info() const { return m_info; }
  bool hasError() const { return m_failed; }
  // How the frozen weights are kept, as the run file's "quantization".
  Json quantization() const;
  void setQuantization(const Json& kind);
  // The plan's word on memory, shown among the facts.
  void setFit(const QString& text, bool fits);
  void focusChoice();
  // Models used before, offered below those found on this computer.
  void setRecent(const QStringList& refs);

 signals:
  void refChanged();  // another model; facts follow with inspected()
  void inspected();
  void quantizationChanged();

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void browse(bool folder);
  void download();
  void listModels();
  void offer(const QString& ref);
  void choose(int index);
  void inspect();
  void showFacts();
  std::shared_ptr<Engine> m_engine;
  QString m_ref;
  QStringList m_recent;
  std::optional<ModelInfo> m_info;
  bool m_failed = false;
  int m_round = 0;
  QComboBox *m_combo, *m_quantization;
  QPushButton* m_browse;
  QWidget* m_facts;
  QGridLayout* m_grid;
  ToneLabel* m_fit = nullptr;
  QString m_fit_text;
  bool m_fits = true;
};

}  // namespace paretune

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// How to train: the method with its settings, the training settings and the prompts to watch.
#include <memory>
#include <optional>

#include <QHash>

#include "training/api/engine.h"
#include "ui/widgets/card.h"

class QCheckBox;
class QComboBox;
class QLayout;
class QLineEdit;
class QListView;
class QPlainTextEdit;

namespace paretune {

class FlowLayout;
class MethodFilter;
class MethodModel;
class ParamForm;
class PathEdit;

class MethodCard : public Card {
  Q_OBJECT
 public:
  explicit MethodCard(std::shared_ptr<Engine> engine, QWidget* parent = nullptr);
  const MethodInfo* method() const;
  Json peft() const;      // given keys with "peft_type"; null when nothing is chosen
  Json training() const;  // given keys
  QStringList prompts() const;
  QString initAdapter() const;
  void setPeft(const Json& peft);
  void setTraining(const Json& training);
  void setPrompts(const QStringList& prompts);
  void setInitAdapter(const QString& path);
  bool isValid() const;
  bool showProblem(const QString& section, const QString& key, const QString& text);
  void clearProblems();
  bool applySetting(const QString& key, const Json& value);
  void setSize(const QString& text);  // trainable parameters of the present settings
  void focusChoice();

 signals:
  void changed();

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  QLayout* makePresets();
  void applyPreset(const Json& change);
  void chooseRow();
  void refilter();
  void showChoice();
  void showMethod(const MethodInfo& method);
  void refreshSummaries();
  void readOwnRuns();
  void showResults();
  QString ownResults(const QString& peft_type) const;
  QString publishedResult(const std::string& peft_type) const;
  std::shared_ptr<Engine> m_engine;
  MethodModel* m_methods;
  MethodFilter* m_filter;
  QString m_type;
  bool m_filtering = false;
  struct Own {
    int count = 0;
    std::optional<double> best_loss, best_match;
  };
  QHash<QString, Own> m_own_runs;  // by method
  QHash<QString, Json> m_given;  // settings of methods chosen before, so that going back loses nothing
  QListView* m_list;
  QLineEdit* m_words;
  QComboBox* m_family;
  QCheckBox *m_merges, *m_to_lora, *m_quantized;
  QLabel *m_title, *m_summary, *m_paper, *m_own, *m_size, *m_empty;
  FlowLayout* m_badges;  // after the title
  ParamForm *m_form, *m_training;
  QPlainTextEdit* m_prompts;
  PathEdit* m_init;
  Fold *m_training_fold, *m_prompt_fold;
};

}  // namespace paretune

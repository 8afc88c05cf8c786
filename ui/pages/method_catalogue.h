// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// The catalogue of methods: list model, filter and the card each one is drawn as.
#include <QAbstractListModel>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>
#include <vector>

#include "training/api/engine.h"

namespace paretune {

class MethodModel : public QAbstractListModel {
  Q_OBJECT
 public:
  enum Role { type_role = Qt::UserRole + 1, summary_role, family_role, badges_role, search_role };
  explicit MethodModel(std::vector<MethodInfo> methods, QObject* parent = nullptr);
  const MethodInfo* at(int row) const;
  int rowOf(const QString& peft_type) const;
  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QStringList families() const;
  static QString familyTitle(const QString& family);
  static QStringList badges(const MethodInfo& method);

 private:
  std::vector<MethodInfo> m_methods;
};

class MethodFilter : public QSortFilterProxyModel {
  Q_OBJECT
 public:
  using QSortFilterProxyModel::QSortFilterProxyModel;
  void setWords(const QString& words);
  void setFamily(const QString& family);  // empty = all
  void setNeeds(bool merges, bool to_lora, bool quantized);

 protected:
  bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

 private:
  QStringList m_words;
  QString m_family;
  bool m_merges = false, m_to_lora = false, m_quantized = false;
};

class MethodDelegate : public QStyledItemDelegate {
  Q_OBJECT
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace paretune

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/settings_table.h"

#include <QGuiApplication>
#include <QSet>

#include "ui/theme.h"

namespace paretune {
namespace {

void flatten(const Json& value, const QString& path, std::map<QString, QString>& out) {
  if (value.is_object()) {
    for (const auto& [key, child] : value.items())
      flatten(child, path.isEmpty() ? QString::fromStdString(key) : path + "." + QString::fromStdString(key), out);
    return;
  }
  if (value.is_null()) return;
  out[path] = value.is_string() ? QString::fromStdString(value.get<std::string>())
                                : QString::fromStdString(value.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace

std::map<QString, QString> flattenedSettings(const RunConfig& config) {
  std::map<QString, QString> out;
  if (!config.model.empty()) out["model"] = QString::fromStdString(config.model);
  if (!config.init_adapter.empty()) out["init_adapter"] = QString::fromStdString(config.init_adapter);
  flatten(config.data, "data", out);
  flatten(config.peft, "peft", out);
  flatten(config.training, "training", out);
  flatten(config.quantization, "quantization", out);
  return out;
}

void SettingsTable::setColumns(const std::vector<Column>& columns, bool only_differing) {
  beginResetModel();
  m_keys.clear();
  m_names.clear();
  m_ids.clear();
  m_values.clear();
  std::map<QString, QSet<QString>> seen;  // key -> distinct texts
  for (const auto& column : columns) {
    m_names << column.name;
    m_ids << column.id;
    m_values.push_back(flattenedSettings(column.config));
    for (const auto& [key, text] : m_values.back()) seen[key];
  }
  for (auto& [key, texts] : seen) {
    for (const auto& values : m_values) {
      const auto it = values.find(key);
      texts.insert(it == values.end() ? QString() : it->second);
    }
    if (!only_differing || texts.size() > 1) m_keys << key;
  }
  endResetModel();
}

void SettingsTable::setCurrent(const QString& id) {
  if (id == m_current) return;
  m_current = id;
  if (rowCount() > 0) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1), {Qt::BackgroundRole});
}

QString SettingsTable::markdown() const {
  const auto cell = [](QString text) { return "| " + text.replace('|', "\\|").replace('\n', ' ') + ' '; };
  QString out = cell(tr("Setting"));
  for (const auto& name : m_names) out += cell(name);
  out += "|\n" + QString("|---").repeated(int(m_names.size()) + 1) + "|\n";
  for (int row = 0; row < rowCount(); ++row) {
    for (int column = 0; column < columnCount(); ++column) out += cell(index(row, column).data().toString());
    out += "|\n";
  }
  return out;
}

QVariant SettingsTable::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount() || index.column() >= columnCount()) return {};
  if (role == Qt::BackgroundRole && !m_current.isEmpty() && runId(index.column()) == m_current) {
    const QPalette palette = QGuiApplication::palette();
    return theme::tint(palette, theme::accent(palette));
  }
  if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
  const auto& key = m_keys[index.row()];
  if (index.column() == 0) return key;
  const auto& values = m_values[size_t(index.column()) - 1];
  const auto it = values.find(key);
  return it == values.end() ? QStringLiteral("–") : it->second;
}

QVariant SettingsTable::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
  if (role == Qt::TextAlignmentRole) return int(Qt::AlignLeft | Qt::AlignVCenter);
  if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
  if (section == 0) return tr("Setting");
  const auto& name = m_names[section - 1];
  // Style sheets cut header texts without a sign, so long ones are shortened here.
  return role == Qt::DisplayRole && name.size() > 25 ? name.left(24).trimmed() + QStringLiteral("…") : name;
}

}  // namespace paretune

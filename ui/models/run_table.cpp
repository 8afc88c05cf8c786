// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/run_table.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QPainter>
#include <QPixmap>
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/bridge/background.h"
#include "ui/bridge/run_controller.h"
#include "ui/bridge/run_edits.h"
#include "ui/bridge/selection.h"
#include "ui/charts/value_format.h"
#include "ui/language.h"
#include "ui/theme.h"
#include "ui/widgets/tones.h"

namespace paretune {
namespace {

// The figures people look for first come first.
QStringList orderedFigures(const std::vector<RunRow>& rows) {
  QStringList keys;
  for (const auto& row : rows)
    for (const auto& [key, value] : row.summary)
      if (const auto name = QString::fromStdString(key); !keys.contains(name)) keys << name;
  keys.sort();
  const QStringList first = {"exact_match", "eval_loss", "loss", "memory_peak_bytes", "wall_seconds", "adapter_bytes", "tokens_per_second"};
  QStringList out;
  for (const auto& key : first)
    if (keys.removeAll(key)) out << key;
  return out + keys;
}

}  // namespace

double runFigure(const RunRow& row, const QString& key) {
  if (key == "trainable_parameters") return double(row.trainable_parameters);
  if (key == "step") return double(row.step);
  const auto it = row.summary.find(key.toStdString());
  return it == row.summary.end() ? std::numeric_limits<double>::quiet_NaN() : it->second;
}

QString stateTitle(const QString& state) {
  if (state == "queued") return QCoreApplication::translate("runs", "Waiting");
  if (state == "running") return QCoreApplication::translate("runs", "Running");
  if (state == "finished") return QCoreApplication::translate("runs", "Finished");
  if (state == "stopped") return QCoreApplication::translate("runs", "Stopped");
  if (state == "interrupted") return QCoreApplication::translate("runs", "Interrupted");
  if (state == "failed") return QCoreApplication::translate("runs", "Failed");
  return state;
}

RunTable::RunTable(std::shared_ptr<Engine> engine, RunController* controller, Selection* selection, QObject* parent)
    : QAbstractTableModel(parent), m_engine(std::move(engine)), m_controller(controller), m_selection(selection), m_edits(new RunEdits(m_engine, this)) {
  connect(m_edits, &RunEdits::message, this, &RunTable::message);
  connect(m_edits, &RunEdits::written, this, &RunTable::refresh);
  if (controller) {
    connect(controller, &RunController::runsChanged, this, &RunTable::refresh);
    connect(controller, &RunController::eventsArrived, this, &RunTable::apply);
  }
  auto all = [this] {
    if (rowCount() > 0) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, 0));
  };
  connect(selection, &Selection::checkedChanged, this, all);
  connect(selection, &Selection::stylesChanged, this, all);
  connect(selection, &Selection::styleChosen, this, &RunTable::keepStyle);
}

void RunTable::refresh() {
  if (m_reading) {
    m_again = true;
    return;
  }
  m_reading = true;
  inBackground(
      this, [engine = m_engine] { return engine->runs(); },
      [this](std::vector<RunRow> rows) {
        m_reading = false;
        take(std::move(rows));
        if (std::exchange(m_again, false)) refresh();
      });
}

void RunTable::setShowSearches(bool on) {
  if (m_show_searches == on) return;
  m_show_searches = on;
  Q_EMIT showSearchesChanged(on);
  refresh();
}

void RunTable::take(std::vector<RunRow> rows) {
  m_hidden.clear();
  m_searches = 0;
  for (const auto& row : rows) {
    if (row.purpose != "search") continue;
    ++m_searches;
    if (!m_show_searches) m_hidden.insert(QString::fromStdString(row.id));
  }
  if (!m_hidden.isEmpty()) std::erase_if(rows, [](const RunRow& row) { return row.purpose == "search"; });
  if (m_selection) {
    QStringList ids;
    QHash<QString, int> kept;
    for (auto it = rows.rbegin(); it != rows.rend(); ++it) {
      ids << QString::fromStdString(it->id);
      if (it->style >= 0) kept.insert(ids.last(), it->style);
    }
    m_selection->adopt(kept);
    m_selection->enroll(ids);
    for (auto& row : rows)
      if (row.style < 0) keepStyle(QString::fromStdString(row.id), row.style = m_selection->styleIndex(QString::fromStdString(row.id)));
  }
  const QStringList figures = orderedFigures(rows);
  const bool same = figures == m_figures && rows.size() == m_rows.size() &&
                    std::equal(rows.begin(), rows.end(), m_rows.begin(), [](const RunRow& a, const RunRow& b) { return a.id == b.id; });
  if (same) {
    m_rows = std::move(rows);
    if (!m_rows.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
  } else {
    beginResetModel();
    m_rows = std::move(rows);
    m_figures = figures;
    endResetModel();
  }
  Q_EMIT refreshed();
}

// One write after another, so that the last choice is the one kept.
void RunTable::keepStyle(const QString& id, int style) {
  m_styles_to_keep.insert(id, style);
  if (m_keeping) return;
  m_keeping = true;
  inBackground(
      this,
      [engine = m_engine, styles = std::exchange(m_styles_to_keep, {})] {
        for (auto it = styles.begin(); it != styles.end(); ++it) (void)engine->set_style(it.key().toStdString(), it.value());  // a run just deleted has none
      },
      [this] {
        m_keeping = false;
        if (!m_styles_to_keep.isEmpty()) keepStyle(m_styles_to_keep.begin().key(), m_styles_to_keep.begin().value());
      });
}

const RunRow* RunTable::row(const QString& id) const {
  const auto index = indexOf(id);
  return index.isValid() ? &m_rows[size_t(index.row())] : nullptr;
}

QModelIndex RunTable::indexOf(const QString& id) const {
  const auto wanted = id.toStdString();
  for (size_t i = 0; i < m_rows.size(); ++i)
    if (m_rows[i].id == wanted) return index(int(i), 0);
  return {};
}

void RunTable::apply(const QString& id, const std::vector<RunEvent>& events) {
  if (m_hidden.contains(id)) return;
  const auto at = indexOf(id);
  if (!at.isValid()) return refresh();
  auto& row = m_rows[size_t(at.row())];
  bool new_figure = false;
  for (const auto& event : events) {
    if (row.state == "queued") row.state = "running";
    if (const auto* started = std::get_if<RunStarted>(&event.body)) {
      row.state = "running";
      row.total_steps = started->total_steps;
      row.trainable_parameters = started->trainable_parameters;
    } else if (const auto* metrics = std::get_if<RunMetrics>(&event.body)) {
      row.step = metrics->step;
      for (const auto& [key, value] : metrics->values) {
        row.summary[key] = key == "memory_peak_bytes" ? std::max(row.summary[key], value) : value;
        new_figure |= !m_figures.contains(QString::fromStdString(key));
      }
    }
  }
  if (new_figure) {
    beginResetModel();
    m_figures = orderedFigures(m_rows);
    endResetModel();
  } else {
    changed(at.row());
  }
}

void RunTable::changed(int row) { Q_EMIT dataChanged(index(row, 0), index(row, columnCount() - 1)); }

QString RunTable::progressText(const RunRow& row) const {
  const auto state = QString::fromStdString(row.state);
  if (state == "running" && row.total_steps > 0) return tr("%1 of %2").arg(row.step).arg(row.total_steps);
  return stateTitle(state);
}

QString RunTable::figureText(const RunRow& row) const {
  for (const char* key : {"exact_match", "eval_loss", "loss"}) {
    const double value = runFigure(row, key);
    if (!std::isnan(value)) return valueText(metricUnit(key), value);
  }
  return {};
}

QVariant RunTable::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount() || index.column() >= columnCount()) return {};
  const auto& row = m_rows[size_t(index.row())];
  const auto id = QString::fromStdString(row.id), state = QString::fromStdString(row.state);
  switch (role) {
    case kIdRole:
      return id;
    case kStyleRole:
      return m_selection ? m_selection->styleIndex(id) : 0;
    case kStateRole:
      return state;
    case kProgressRole:
      return row.total_steps > 0 ? double(row.step) / double(row.total_steps) : 0.0;
    case kDetailRole:
      return QString::fromStdString(row.method) + QStringLiteral(" · ") + progressText(row);
    case kFigureRole:
      return figureText(row);
    case kSearchRole: {
      QStringList words{
          QString::fromStdString(row.name), QString::fromStdString(row.method), QString::fromStdString(row.model), stateTitle(state), id,
          QString::fromStdString(row.note)};
      for (const auto& tag : row.tags) words << QString::fromStdString(tag);
      return words.join(' ');
    }
    case Qt::TextAlignmentRole:
      return int(index.column() >= kSteps ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::CheckStateRole:
      if (index.column() == kName && m_selection) return m_selection->isChecked(id) ? Qt::Checked : Qt::Unchecked;
      return {};
    case Qt::DecorationRole: {
      if (index.column() != kName || !m_selection) return {};
      QPixmap swatch(QSize(22, 12) * 2);
      swatch.setDevicePixelRatio(2);
      swatch.fill(Qt::transparent);
      QPainter painter(&swatch);
      painter.setRenderHint(QPainter::Antialiasing);
      QPen pen = m_selection->pen(id, QGuiApplication::palette());
      pen.setWidthF(3);
      painter.setPen(pen);
      painter.drawLine(QPointF(1.5, 6), QPointF(20.5, 6));
      return swatch;
    }
    case Qt::ForegroundRole:
      if (index.column() == kState) return theme::stateColor(state, QGuiApplication::palette());
      return {};
    case Qt::ToolTipRole:
      if (index.column() == kName) {
        QString text = QString::fromStdString(row.name) + "\n" + id + "  " + QString::fromStdString(row.created);
        if (!row.note.empty()) text += "\n" + QString::fromStdString(row.note);
        return text;
      }
      if (index.column() == kTags || index.column() == kNote) return tr("F2 edits");
      if (index.column() == kState && !row.error.empty()) return language::errorText(row.error);
      break;
    case Qt::EditRole:
      if (index.column() != kTags && index.column() != kNote) return {};
      break;
    case Qt::DisplayRole:
    case kSortRole:
      break;
    default:
      return {};
  }
  const bool sort = role == kSortRole;
  switch (index.column()) {
    case kName:
      return QString::fromStdString(row.name.empty() ? row.id : row.name);
    case kState:
      return progressText(row);
    case kMethod:
      return QString::fromStdString(row.method);
    case kModel:
      return QString::fromStdString(row.model);
    case kTags: {
      QStringList tags;
      for (const auto& tag : row.tags) tags << QString::fromStdString(tag);
      return tags.join(QStringLiteral(", "));
    }
    case kNote:
      return role == Qt::EditRole ? QString::fromStdString(row.note) : QString::fromStdString(row.note).simplified();
    case kSteps:
      return sort ? QVariant(qlonglong(row.step)) : QVariant(QString::number(row.step));
    case kTrainable:
      return sort ? QVariant(qlonglong(row.trainable_parameters))
                  : QVariant(row.trainable_parameters > 0 ? countText(row.trainable_parameters) : QString());
    default:
      break;
  }
  const auto& key = m_figures[index.column() - kFirstFigure];
  const double value = runFigure(row, key);
  if (std::isnan(value)) return sort ? QVariant(std::numeric_limits<double>::infinity()) : QVariant(QString());
  return sort ? QVariant(value) : QVariant(valueText(metricUnit(key), value));
}

QVariant RunTable::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
  if (role == Qt::TextAlignmentRole) return int(section >= kSteps ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
  if (role != Qt::DisplayRole) return {};
  switch (section) {
    case kName:
      return tr("Run");
    case kState:
      return tr("State");
    case kMethod:
      return tr("Method");
    case kModel:
      return tr("Model");
    case kTags:
      return tr("Tags");
    case kNote:
      return tr("Note");
    case kSteps:
      return tr("Steps");
    case kTrainable:
      return tr("Trainable");
    default:
      return metricTitle(m_figures[section - kFirstFigure]);
  }
}

Qt::ItemFlags RunTable::flags(const QModelIndex& index) const {
  if (!index.isValid()) return Qt::NoItemFlags;
  auto flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
  if (index.column() == kName) flags |= Qt::ItemIsUserCheckable;
  if (index.column() == kTags || index.column() == kNote) flags |= Qt::ItemIsEditable;
  return flags;
}

// Tags as words between commas.
void RunTable::edit(const RunRow& row, int column, const QString& text) {
  const auto id = QString::fromStdString(row.id);
  if (column == kNote) return m_edits->setNote(id, text);
  std::vector<std::string> tags;
  for (const auto& word : text.split(',', Qt::SkipEmptyParts))
    if (const auto tag = word.trimmed().toStdString(); !tag.empty()) tags.push_back(tag);
  for (const auto& tag : row.tags)
    if (std::find(tags.begin(), tags.end(), tag) == tags.end()) m_edits->tag(id, QString::fromStdString(tag), false);
  for (const auto& tag : tags)
    if (std::find(row.tags.begin(), row.tags.end(), tag) == row.tags.end()) m_edits->tag(id, QString::fromStdString(tag), true);
}

bool RunTable::setData(const QModelIndex& index, const QVariant& value, int role) {
  if (role == Qt::EditRole && index.isValid() && (index.column() == kTags || index.column() == kNote)) {
    edit(m_rows[size_t(index.row())], index.column(), value.toString());
    return true;
  }
  if (role != Qt::CheckStateRole || !index.isValid() || index.column() != kName || !m_selection) return false;
  m_selection->setChecked(QString::fromStdString(m_rows[size_t(index.row())].id), value.toInt() == Qt::Checked);
  return true;
}

}  // namespace paretune

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/setup_data_card.h"

#include <QDragEnterEvent>
#include <QFontMetrics>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/bridge/background.h"
#include "ui/bridge/dropped.h"
#include "ui/language.h"
#include "ui/pages/data_row_model.h"
#include "ui/theme.h"
#include "ui/widgets/length_histogram.h"
#include "ui/widgets/letters.h"
#include "ui/widgets/param_form.h"
#include "ui/widgets/path_edit.h"
#include "ui/widgets/row_delegate.h"
#include "ui/widgets/token_view.h"
#include "ui/widgets/tone_label.h"
#include "ui/widgets/tones.h"
#include "ui/widgets/whole_titles.h"

namespace paretune {
namespace {
constexpr int64_t kPreviewRows = 200;
}

DataCard::DataCard(std::shared_ptr<Engine> engine, QWidget* parent)
    : Card(tr("2  Data"), {}, parent),
      m_engine(std::move(engine)),
      m_wait(new QTimer(this)),
      m_path(new PathEdit(PathEdit::Kind::open_file, tr("Drop a file here: JSONL, JSON or CSV"))),
      m_form(new ParamForm),
      m_body(new QWidget),
      m_counts(new QLabel),
      m_token_line(new QLabel),
      m_same(new ToneLabel(ToneLabel::warning)),
      m_rendered_button(new QToolButton),
      m_views(new QStackedWidget),
      m_rendered(new QPlainTextEdit),
      m_table(new QTableView),
      m_rows(new DataRowModel(this)),
      m_tokens(new TokenChips),
      m_histogram(new LengthHistogram) {
  setObjectName("dataCard");
  setAcceptDrops(true);
  m_path->setNameFilter(tr("Data (*.jsonl *.json *.csv *.tsv);;All files (*)"));
  m_path->line()->setObjectName("dataPath");
  m_path->line()->setAccessibleName(tr("Data file"));
  m_path->button()->setObjectName("dataBrowse");
  m_path->button()->setAccessibleName(tr("Browse for a data file"));
  m_form->setObjectName("dataForm");
  m_form->setSchema(data_schema(), {"path"}, {"format", "train_on", "max_length", "eval_fraction"}, 4);
  m_counts->setWordWrap(true);
  m_counts->setObjectName("dataCounts");
  m_table->setObjectName("dataRows");
  m_table->setAccessibleName(tr("Rows of the data file"));
  m_table->setModel(m_rows);
  m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_table->setSelectionMode(QAbstractItemView::SingleSelection);
  m_table->setItemDelegate(new RowDelegate(false, m_table));
  m_table->setShowGrid(false);
  m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_table->setWordWrap(false);
  m_table->verticalHeader()->hide();
  m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 10);
  m_table->horizontalHeader()->setStretchLastSection(true);
  m_table->horizontalHeader()->setHighlightSections(false);
  for (int column = 0; column < 4; ++column) m_table->setColumnWidth(column, letters(this, 12));
  keepTitlesWhole(m_table);
  m_table->setMinimumHeight(fontMetrics().height() * 8);
  m_tokens->setMinimumHeight(fontMetrics().height() * 6);
  theme::markCard(m_tokens);
  m_token_line->setObjectName("tokenLine");
  m_token_line->setTextFormat(Qt::PlainText);
  m_token_line->setWordWrap(true);
  m_token_line->setMinimumHeight(fontMetrics().height() + 4);
  makeMuted(m_token_line);
  auto* right = new QWidget;
  auto* right_column = new QVBoxLayout(right);
  right_column->setContentsMargins(0, 0, 0, 0);
  right_column->setSpacing(4);
  m_rendered->setObjectName("renderedRow");
  m_rendered->setAccessibleName(tr("The row as the chat template writes it"));
  m_rendered->setReadOnly(true);
  m_rendered->setFont(monoFont(font()));
  m_rendered->setFrameShape(QFrame::NoFrame);
  m_rendered->document()->setDocumentMargin(8);
  m_views->addWidget(m_tokens);
  m_views->addWidget(m_rendered);
  m_rendered_button->setObjectName("showRendered");
  m_rendered_button->setText(tr("Template text"));
  m_rendered_button->setAccessibleName(tr("Show the row as the chat template writes it"));
  m_rendered_button->setToolTip(tr("The row as text, as the chat template writes it, special tokens included"));
  m_rendered_button->setCheckable(true);
  theme::markFlat(m_rendered_button);
  auto* line = new QHBoxLayout;
  line->setSpacing(8);
  line->addWidget(m_token_line, 1);
  line->addWidget(m_rendered_button, 0, Qt::AlignTop);
  right_column->addWidget(m_views, 1);
  right_column->addLayout(line);
  connect(m_rendered_button, &QToolButton::toggled, this, [this](bool on) { m_views->setCurrentIndex(on ? 1 : 0); });
  auto* split = new QSplitter(Qt::Vertical);
  split->setHandleWidth(8);
  split->setChildrenCollapsible(false);
  split->addWidget(m_table);
  split->addWidget(right);
  split->setSizes({1, 1});
  split->setMinimumHeight(fontMetrics().height() * 25);
  auto* column = new QVBoxLayout(m_body);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  m_same->setObjectName("sameRows");
  m_same->setWordWrap(true);
  m_same->setTextInteractionFlags(Qt::TextSelectableByMouse);
  column->addWidget(m_counts);
  column->addWidget(m_same);
  column->addWidget(split);
  column->addWidget(m_histogram);
  m_body->hide();
  body()->addWidget(m_path);
  body()->addWidget(m_form);
  body()->addWidget(m_body);
  setState(State::missing, tr("not chosen"));
  m_wait->setSingleShot(true);
  m_wait->setInterval(250);
  connect(m_wait, &QTimer::timeout, this, &DataCard::load);
  connect(m_path, &PathEdit::pathChanged, this, &DataCard::pathChosen);
  connect(m_form, &ParamForm::changed, this, &DataCard::edited);
  connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& now) { showRow(now.row()); });
  connect(m_tokens, &TokenChips::currentChanged, this, [this](int index) {
    if (index >= 0) m_token_line->setText(m_tokens->describe(index));
  });
}

DataCard::~DataCard() { m_stop.request_stop(); }

Json DataCard::value() const {
  Json out = m_form->value();
  out["path"] = path().isEmpty() ? Json() : Json(path().toStdString());
  return out;
}

void DataCard::setValue(const Json& data) {
  Json given = data.is_object() ? data : Json::object();
  const Json where = given.value("path", Json());
  given.erase("path");
  m_form->setValue(given);
  m_path->setPath(where.is_string() ? QString::fromStdString(where.get<std::string>()) : QString());
  m_last_path = path();
  edited();
}

QString DataCard::path() const { return m_path->path(); }

void DataCard::setModel(const QString& ref) {
  if (ref == m_model) return;
  m_model = ref;
  m_wait->start();
}

bool DataCard::isValid() const { return m_form->isValid(); }
bool DataCard::showProblem(const QString& key, const QString& text) {
  if (m_form->showProblem(key, text)) return true;
  setProblem(text);
  setState(State::problem, tr("needs a look"));
  return true;
}
void DataCard::clearProblems() {
  m_form->clearProblems();
  if (m_failed || problem().isEmpty() || !m_preview) return;
  setProblem({});
  showReady();
}

void DataCard::showReady() {
  setState(State::ready, tr("%1, %2 rows").arg(QString::fromStdString(m_preview->format), groupedText(m_preview->rows)));
}

bool DataCard::applySetting(const QString& key, const Json& value) {
  if (!data_schema().find(key.toStdString()) || key == QLatin1String("path")) return false;
  Json given = m_form->value();
  given[key.toStdString()] = value;
  m_form->setValue(given);
  edited();
  return true;
}

void DataCard::focusPath() { m_path->line()->setFocus(); }

void DataCard::offerFile(const QString& path) {
  m_path->setPath(path);
  pathChosen();
}

// Held-out rows belong to the file they came with: another one is not judged by them.
void DataCard::pathChosen() {
  if (!m_last_path.isEmpty() && m_last_path != path()) {
    Json given = m_form->value();
    if (given.erase("eval_path") > 0) m_form->setValue(given);
  }
  m_last_path = path();
  edited();
}

void DataCard::setRecent(const QStringList& files) { m_path->setRecent(files); }

void DataCard::edited() {
  ++m_round;
  m_stop.request_stop();
  m_failed = false;
  m_wait->start();
  emit changed();
}

void DataCard::load() {
  const int round = ++m_round;
  m_stop.request_stop();
  m_stop = std::stop_source();
  setProblem({});
  m_failed = false;
  if (path().isEmpty()) {
    m_preview.reset();
    m_body->hide();
    return setState(State::missing, tr("not chosen"));
  }
  if (m_model.isEmpty()) {
    m_preview.reset();
    m_body->hide();
    return setState(State::missing, tr("waits for the base model, whose tokens it shows"));
  }
  if (!m_form->isValid()) return setState(State::problem, tr("a setting is not valid"));
  const auto full = data_schema().complete(value(), "data");
  if (!full) {
    m_failed = true;
    showProblem(QString::fromStdString(full.error().where).section('.', -1), language::errorText(full.error().message));
    return;
  }
  setState(State::working, tr("reading"));
  inBackground(
      this,
      [engine = m_engine, model = m_model.toStdString(), data = *full, stop = m_stop.get_token()] {
        return engine->preview_data(model, data, kPreviewRows, stop);
      },
      [this, round](Result<DataPreview> preview) {
        if (round != m_round) return;
        showPreview(preview);
        emit previewed();
      });
}

void DataCard::showPreview(const Result<DataPreview>& preview) {
  m_failed = !preview;
  m_preview.reset();
  m_body->setVisible(preview.ok());
  if (!preview) {
    setState(State::problem, tr("cannot be used"));
    setProblem(language::errorText(preview.error().text()));
    return;
  }
  m_preview = *preview;
  const DataPreview& seen = *m_preview;
  showReady();
  QStringList counts;
  counts << (seen.eval_rows > 0 ? tr("%1 rows to train, %2 held out").arg(groupedText(seen.train_rows), groupedText(seen.eval_rows))
                                : tr("%1 rows to train, none held out").arg(groupedText(seen.train_rows)));
  counts << tr("%1 tokens, of them %2 trained (%3 %)")
                .arg(groupedText(seen.tokens), groupedText(seen.trained_tokens))
                .arg(seen.tokens > 0 ? 100.0 * double(seen.trained_tokens) / double(seen.tokens) : 0.0, 0, 'f', 0);
  counts << (seen.truncated_rows > 0 ? tr("%1 rows are cut at %2 tokens").arg(groupedText(seen.truncated_rows), groupedText(seen.max_length))
                                     : tr("no row is cut"));
  m_counts->setText(counts.join(QStringLiteral("  ·  ")));
  showSameRows();
  m_histogram->setLengths(seen.lengths, seen.max_length);
  const int before = m_table->currentIndex().row();
  m_rows->setRows(seen.first);
  if (m_rows->rowCount() > 0) {
    m_table->selectRow(std::clamp(before, 0, m_rows->rowCount() - 1));
  } else {
    showRow(-1);
  }
}

void DataCard::showSameRows() {
  const DataPreview& seen = *m_preview;
  const auto named = [](const std::vector<DataPreview::Same>& rows, int64_t count, const QString& pattern) {
    QStringList pairs;
    for (const auto& same : rows) {
      if (pairs.size() < 3) pairs << pattern.arg(groupedText(same.row), groupedText(same.other));
    }
    return pairs.join(QStringLiteral(", ")) + (count > pairs.size() ? QStringLiteral(", …") : QString());
  };
  QStringList lines;
  if (seen.leaked_rows > 0) {
    lines << tr("⚠ Held-out rows that are trained on as well: %1 (%2). Evaluation looks better than it is.")
                 .arg(groupedText(seen.leaked_rows), named(seen.leaks, seen.leaked_rows, tr("held-out row %1 is row %2")));
  }
  if (seen.duplicate_rows > 0) {
    lines << tr("⚠ Rows that repeat an earlier one: %1 (%2).")
                 .arg(groupedText(seen.duplicate_rows), named(seen.duplicates, seen.duplicate_rows, tr("row %1 is row %2")));
  }
  if (lines.isEmpty() && seen.compared_rows > 0)
    lines << tr("No row comes twice, none is both trained on and held out (%1 compared).").arg(groupedText(seen.compared_rows));
  m_same->setTone(seen.leaked_rows + seen.duplicate_rows > 0 ? ToneLabel::warning : ToneLabel::muted);
  m_same->setText(lines.join('\n'));
  m_same->setVisible(!lines.isEmpty());
}

void DataCard::showRow(int index) {
  const DataRow* row = m_rows->rowAt(index);
  if (!row) {
    m_tokens->clear(tr("Choose a row to see its tokens."));
    m_token_line->clear();
    m_rendered->clear();
    return;
  }
  m_rendered->setPlainText(QString::fromStdString(row->tokens.text));
  int64_t full = 0;
  if (row->truncated && m_preview && row->row >= 1 && row->row <= static_cast<int64_t>(m_preview->lengths.size()))
    full = m_preview->lengths[static_cast<std::size_t>(row->row - 1)];
  m_tokens->setTokens(row->tokens, full);
  m_token_line->setText(tr("Row %1: %2 tokens, %3 trained (bold, underlined). Point at a token for its id.")
                            .arg(row->row)
                            .arg(m_tokens->count())
                            .arg(m_tokens->trainedCount()));
}

void DataCard::dragEnterEvent(QDragEnterEvent* event) {
  if (classify(PathEdit::localPath(event->mimeData())).kind == Dropped::data) event->acceptProposedAction();  // else the window takes it
}

void DataCard::dropEvent(QDropEvent* event) {
  const QString path = PathEdit::localPath(event->mimeData());
  if (path.isEmpty()) return;
  event->acceptProposedAction();
  offerFile(path);
}

}  // namespace paretune

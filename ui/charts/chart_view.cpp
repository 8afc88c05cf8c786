// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_view.h"

#include <QAction>
#include <QClipboard>
#include <QEvent>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QMouseEvent>
#include <QSlider>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWidgetAction>
#include <cmath>
#include <limits>

#include "ui/charts/chart_legend.h"
#include "ui/charts/chart_readout.h"
#include "ui/charts/plot_style.h"
#include "ui/models/metric_table.h"
#include "ui/theme.h"
#include "ui/widgets/letters.h"

namespace paretune {
namespace {

constexpr int kFrameMs = 30;  // charts redraw at most this often

std::vector<MetricTable::Column> columnsOf(const std::vector<std::unique_ptr<ChartView::Series>>& series) {
  std::vector<MetricTable::Column> columns;
  for (const auto& each : series) {
    if (!each->visible || each->data.empty()) continue;
    MetricTable::Column column{each->look.name, each->data.xs(), {}};
    column.ys.reserve(each->data.size());
    for (size_t i = 0; i < each->data.size(); ++i) column.ys.push_back(each->data.y(i));
    columns.push_back(std::move(column));
  }
  return columns;
}

}  // namespace

ChartView::ChartView(const QString& title, Unit unit, QWidget* parent) : QFrame(parent), m_unit(unit), m_x_name(tr("Step")) {
  theme::markCard(this);
  m_title = new QLabel(title, this);
  m_plot = new QCustomPlot(this);
  m_plot->setObjectName("plot");
  m_legend = new ChartLegend(this);
  m_stack = new QStackedWidget(this);
  m_stack->addWidget(m_plot);
  m_readout = new ChartReadout(m_plot);
  m_empty = new QLabel(tr("No value yet"), m_plot);
  m_empty->setAlignment(Qt::AlignCenter);
  m_empty->setWordWrap(true);
  m_empty->setAttribute(Qt::WA_TransparentForMouseEvents);
  theme::markMuted(m_empty);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(12, 8, 8, 8);
  column->setSpacing(4);
  buildHeader();
  column->addWidget(m_legend);
  column->addWidget(m_stack, 1);
  m_legend->hide();

  m_plot->setAccessibleName(tr("Chart: %1").arg(title));
  m_plot->setFocusPolicy(Qt::StrongFocus);
  m_plot->setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
  m_plot->axisRect()->setRangeZoom(Qt::Horizontal);
  m_plot->axisRect()->setMinimumMargins(QMargins(8, 6, 10, 4));
  m_plot->setNoAntialiasingOnDrag(true);
  m_plot->setPlottingHint(QCP::phFastPolylines, true);
  m_plot->setMinimumSize(160, 110);
  m_plot->installEventFilter(this);
  m_plot->setMouseTracking(true);
  m_plot->setToolTip({});
  connect(m_plot->xAxis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this, [this] {
    if (!m_filling) fillGraphs();
  });
  connect(m_plot, &QCustomPlot::beforeReplot, this, [this] {
    m_readout->setGeometry(m_plot->rect());
    m_empty->setGeometry(m_plot->rect());
  });
  connect(m_legend, &ChartLegend::toggled, this, [this](int index, bool on) { setSeriesVisible(index, on); });
  connect(m_legend, &ChartLegend::hovered, this, [this](int index) { Q_EMIT seriesHovered(index < 0 ? QString() : series(index).look.key); });
  m_timer.setSingleShot(true);
  m_timer.setInterval(kFrameMs);
  connect(&m_timer, &QTimer::timeout, this, [this] {
    if (isVisible()) replotNow();
  });
  m_built = true;
  restyle();
}

ChartView::~ChartView() = default;

void ChartView::buildHeader() {
  m_title->setFont(theme::sectionFont(this));
  m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  auto button = [this](const char* icon, const QString& text) {
    auto* tool = new QToolButton(this);
    tool->setProperty("glyph", icon);
    tool->setToolTip(text);
    tool->setAccessibleName(text);
    tool->setIconSize(QSize(16, 16));
    theme::markFlat(tool);
    return tool;
  };
  m_reset_button = button("reset", tr("Show everything (double-click, 0)"));
  m_reset_button->setObjectName("chartReset");
  m_reset_button->hide();
  m_table_button = button("table", tr("Show as table"));
  m_table_button->setObjectName("chartTable");
  m_table_button->setCheckable(true);
  m_menu = button("more", tr("Chart options"));
  m_menu->setObjectName("chartMenu");
  m_menu->setPopupMode(QToolButton::InstantPopup);
  connect(m_reset_button, &QToolButton::clicked, this, &ChartView::resetZoom);
  connect(m_table_button, &QToolButton::toggled, this, &ChartView::showTable);

  auto* menu = new QMenu(m_menu);
  auto* log = menu->addAction(tr("Logarithmic scale"));
  log->setCheckable(true);
  connect(log, &QAction::toggled, this, &ChartView::setLogScale);
  auto* rectangle = menu->addAction(tr("Zoom to a rectangle (Shift+drag)"));
  rectangle->setCheckable(true);
  connect(rectangle, &QAction::toggled, this, &ChartView::setRectangleZoom);
  auto* host = new QWidget(menu);
  auto* row = new QHBoxLayout(host);
  row->setContentsMargins(12, 4, 12, 4);
  auto* label = new QLabel(tr("Smoothing"), host);
  auto* slider = new QSlider(Qt::Horizontal, host);
  slider->setRange(0, 99);
  slider->setValue(int(m_smoothing * 100));
  slider->setMinimumWidth(letters(this, 20));
  slider->setObjectName("smoothing");
  slider->setAccessibleName(tr("Smoothing"));
  label->setBuddy(slider);
  row->addWidget(label);
  row->addWidget(slider, 1);
  auto* smoothing = new QWidgetAction(menu);
  smoothing->setDefaultWidget(host);
  menu->addAction(smoothing);
  connect(slider, &QSlider::valueChanged, this, [this](int value) { setSmoothing(value / 100.0); });
  menu->addSeparator();
  menu->addAction(tr("Show everything"), this, &ChartView::resetZoom);
  menu->addAction(tr("Copy data as CSV"), this, &ChartView::copyCsv);
  menu->addAction(tr("Save picture…"), this, &ChartView::askSave);
  connect(menu, &QMenu::aboutToShow, this, [this, log, rectangle, slider, smoothing] {
    log->setChecked(m_log);
    rectangle->setChecked(m_rectangle);
    slider->setValue(int(std::lround(m_smoothing * 100)));
    bool smooth = false;
    for (const auto& each : m_series) smooth |= each->look.smooth;
    smoothing->setVisible(smooth);
  });
  m_menu->setMenu(menu);

  auto* header = new QHBoxLayout;
  header->setSpacing(2);
  header->addWidget(m_title, 1);
  header->addWidget(m_reset_button);
  header->addWidget(m_table_button);
  header->addWidget(m_menu);
  static_cast<QVBoxLayout*>(layout())->addLayout(header);
}

void ChartView::setTitle(const QString& title) {
  m_title->setText(title);
  m_plot->setAccessibleName(tr("Chart: %1").arg(title));
}
void ChartView::setUnit(Unit unit) {
  m_unit = unit;
  setAxisScale(m_plot->yAxis, unit, m_log);
}
QString ChartView::title() const { return m_title->text(); }

void ChartView::setXAxis(const QString& name, Unit unit) {
  m_x_name = name;
  m_x_unit = unit;
  setAxisScale(m_plot->xAxis, unit, false);
  schedule();
}
void ChartView::setEmptyText(const QString& text) { m_empty->setText(text); }

int ChartView::addSeries(const SeriesLook& look) {
  auto series = std::make_unique<Series>();
  series->look = look;
  series->data.setSmoothing(look.smooth ? m_smoothing : 0);
  series->raw = m_plot->addGraph();
  series->mean = m_plot->addGraph();
  m_series.push_back(std::move(series));
  m_legend->add(look.name, look.style);
  m_legend->setVisible(m_series.size() + m_lines.size() > 1);
  restyle();
  return seriesCount() - 1;
}

int ChartView::seriesIndex(const QString& key) const {
  for (int i = 0; i < seriesCount(); ++i)
    if (series(i).look.key == key) return i;
  return -1;
}

bool ChartView::append(int index, double x, double y) {
  const bool kept = m_series[size_t(index)]->data.append(x, y);
  if (kept) schedule();
  return kept;
}

void ChartView::assign(int index, const std::vector<double>& xs, const std::vector<double>& ys) {
  m_series[size_t(index)]->data.assign(xs, ys);
  schedule();
}

void ChartView::truncateAfter(double x) {
  for (auto& each : m_series) each->data.truncateAfter(x);
  schedule();
}

void ChartView::clearSeries() {
  m_plot->clearGraphs();
  m_plot->clearItems();
  m_line_labels.clear();
  m_mark_labels.clear();
  m_series.clear();
  m_legend->clear();
  m_legend->hide();
  m_lines.clear();
  m_marks.clear();
  m_readout->clear();
  m_x_auto = m_y_auto = true;
  schedule();
}

void ChartView::setSeriesVisible(int index, bool visible) {
  if (index < 0 || index >= seriesCount()) return;
  m_series[size_t(index)]->visible = visible;
  m_legend->setOn(index, visible);
  schedule();
}

void ChartView::setHighlighted(const QString& key, bool fade_others) {
  if (m_highlighted == key && m_fade == fade_others) return;
  m_highlighted = key;
  m_fade = fade_others;
  restyle();
}

void ChartView::setLines(std::vector<Line> lines) {
  m_lines = std::move(lines);
  layoutMarks();
  schedule();
}
void ChartView::setMarks(std::vector<std::pair<double, QString>> marks) {
  m_marks = std::move(marks);
  layoutMarks();
  schedule();
}

void ChartView::setLogScale(bool on) {
  if (m_log == on) return;
  m_log = on;
  setAxisScale(m_plot->yAxis, m_unit, on);
  m_y_auto = true;
  schedule();
}

void ChartView::setSmoothing(double weight) {
  m_smoothing = std::clamp(weight, 0.0, 0.99);
  for (auto& each : m_series)
    if (each->look.smooth) each->data.setSmoothing(m_smoothing);
  restyle();
}

void ChartView::showTable(bool on) {
  if (on) {
    if (!m_table) {
      m_table = new QTableView(m_stack);
      m_table->setObjectName("chartTableView");
      m_table->setAccessibleName(tr("Values of the chart"));
      m_table->setModel(new MetricTable(m_table));
      m_table->verticalHeader()->hide();
      m_table->setAlternatingRowColors(true);
      m_table->setShowGrid(false);
      m_table->setFrameShape(QFrame::NoFrame);
      m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
      m_stack->addWidget(m_table);
    }
    static_cast<MetricTable*>(m_table->model())->setColumns(m_x_name, m_x_unit, m_unit, columnsOf(m_series));
    m_stack->setCurrentWidget(m_table);
  } else {
    m_stack->setCurrentWidget(m_plot);
  }
  m_table_button->setChecked(on);
}
bool ChartView::isTable() const { return m_table && m_stack->currentWidget() == m_table; }

void ChartView::resetZoom() {
  m_x_auto = m_y_auto = true;
  m_reset_button->hide();
  replotNow();
}
void ChartView::setRectangleZoom(bool on) { m_rectangle = on; }

QString ChartView::csv() const {
  MetricTable table;
  table.setColumns(m_x_name, m_x_unit, m_unit, columnsOf(m_series));
  return table.csv();
}
void ChartView::copyCsv() const { QGuiApplication::clipboard()->setText(csv()); }

bool ChartView::saveImage(const QString& path) {
  replotNow();
  return savePlot(m_plot, path);
}

void ChartView::askSave() {
  const QString path = QFileDialog::getSaveFileName(this, tr("Save picture"), title() + ".svg", tr("SVG (*.svg);;PNG (*.png);;CSV data (*.csv)"));
  if (path.isEmpty()) return;
  bool done = false;
  if (path.endsWith(".csv")) {
    QFile file(path);
    const QByteArray bytes = csv().toUtf8();
    done = file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
  } else {
    done = saveImage(path);
  }
  if (done) Q_EMIT message(0, tr("Saved %1").arg(path));
  else Q_EMIT message(2, tr("%1: cannot be written. Choose a folder you own.").arg(path));
}

void ChartView::schedule() {
  m_dirty = true;
  if (isVisible() && !m_timer.isActive()) m_timer.start();
}
void ChartView::showEvent(QShowEvent* event) {
  QFrame::showEvent(event);
  if (m_dirty) schedule();
}

void ChartView::replotNow() {
  m_dirty = false;
  m_readout->setGeometry(m_plot->rect());
  m_empty->setGeometry(m_plot->rect());
  fitRanges();
  fillGraphs();
  m_plot->replot(QCustomPlot::rpImmediateRefresh);
  if (isTable()) static_cast<MetricTable*>(m_table->model())->setColumns(m_x_name, m_x_unit, m_unit, columnsOf(m_series));
}

void ChartView::restyle() {
  stylePlot(m_plot, palette(), theme::smallFont(this));
  setAxisScale(m_plot->xAxis, m_x_unit, false);
  setAxisScale(m_plot->yAxis, m_unit, m_log);
  m_title->setFont(theme::sectionFont(this));
  for (auto& each : m_series) {
    const bool mean = each->look.smooth && m_smoothing > 0;
    const bool strong = m_highlighted == each->look.key, faded = m_fade && !m_highlighted.isEmpty() && !strong && seriesIndex(m_highlighted) >= 0;
    QColor color = theme::seriesColor(each->look.style, palette());
    if (faded) color.setAlphaF(0.3f);
    const Qt::PenStyle style = theme::seriesPen(each->look.style);
    QColor quiet = color;
    quiet.setAlphaF(faded ? 0.08f : 0.3f);
    each->raw->setPen(mean ? QPen(quiet, 1) : QPen(color, strong ? 3 : 1.75, style));
    each->mean->setPen(QPen(color, strong ? 3 : 2, style));
    each->raw->setScatterStyle(each->look.dots ? QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(color, 1.5), palette().color(QPalette::Base), 6)
                                               : QCPScatterStyle(QCPScatterStyle::ssNone));
  }
  for (auto* button : {m_menu, m_table_button, m_reset_button})
    button->setIcon(theme::icon(button->property("glyph").toString(), theme::muted(palette())));
  m_legend->restyle();
  layoutMarks();
  schedule();
}

void ChartView::changeEvent(QEvent* event) {
  QFrame::changeEvent(event);
  if (m_built && (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)) restyle();
}

}  // namespace paretune

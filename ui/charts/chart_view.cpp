// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_view.h"

#include <QAction>
#include <QClipboard>
#include <QEvent>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHeaderView>
#include <QHBoxLayout>
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
  connect(m_legend, &ChartLegend::hovered, this, [this](int index) {
    Q_EMIT seriesHovered(index < 0 ? QString() : series(index).look.key);
  });
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
  slider->setMinimumWidth(120);
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

void ChartView::setHighlighted(const QString& key) {
  if (m_highlighted == key) return;
  m_highlighted = key;
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

void ChartView::placeLabels() {
  const auto* y = m_plot->yAxis;
  for (const auto& [text, value] : m_line_labels) {
    const bool low = y->coordToPixel(value) - m_plot->axisRect()->top() > 20;
    text->setPositionAlignment(Qt::AlignRight | (low ? Qt::AlignBottom : Qt::AlignTop));
  }
  double last = -1e9;
  for (const auto& [text, value] : m_mark_labels) {
    const double pixel = m_plot->xAxis->coordToPixel(value);
    text->setVisible(pixel - last >= 16);
    if (text->visible()) last = pixel;
  }
}

void ChartView::layoutMarks() {
  m_plot->clearItems();
  m_line_labels.clear();
  m_mark_labels.clear();
  auto label = [this](const QString& text, const QColor& color) {
    auto* item = new QCPItemText(m_plot);
    item->setText(text);
    item->setFont(theme::smallFont(this));
    item->setColor(color);
    item->setPadding(QMargins(3, 1, 3, 1));
    QColor ground = palette().color(QPalette::Base);
    ground.setAlphaF(0.8f);
    item->setBrush(ground);
    item->setClipToAxisRect(true);
    return item;
  };
  for (const auto& line : m_lines) {
    const QColor color = line.style < 0 ? theme::muted(palette()) : theme::seriesColor(line.style, palette());
    auto* item = new QCPItemStraightLine(m_plot);
    item->point1->setCoords(0, line.y);
    item->point2->setCoords(1, line.y);
    item->setPen(QPen(color, 1.25, Qt::DashLine));
    auto* text = label(line.name, color);
    text->position->setTypeX(QCPItemPosition::ptAxisRectRatio);
    text->position->setTypeY(QCPItemPosition::ptPlotCoords);
    text->position->setCoords(1, line.y);
    m_line_labels.emplace_back(text, line.y);
  }
  for (const auto& [x, name] : m_marks) {
    auto* item = new QCPItemStraightLine(m_plot);
    item->point1->setCoords(x, 0);
    item->point2->setCoords(x, 1);
    item->setPen(QPen(theme::border(palette()), 1, Qt::DotLine));
    if (name.isEmpty()) continue;
    auto* text = label(name, theme::muted(palette()));
    text->position->setTypeX(QCPItemPosition::ptPlotCoords);
    text->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
    text->position->setCoords(x, 0);
    text->setRotation(-90);
    text->setPositionAlignment(Qt::AlignRight | Qt::AlignTop);
    m_mark_labels.emplace_back(text, x);
  }
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
void ChartView::copyCsv() const {
  QGuiApplication::clipboard()->setText(csv());
}

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

void ChartView::fitRanges() {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const auto& each : m_series) {
    if (!each->visible || each->data.empty()) continue;
    low = std::min(low, each->data.x(0));
    high = std::max(high, each->data.x(each->data.size() - 1));
  }
  const bool any = low <= high;
  m_empty->setVisible(!any);
  if (!m_x_auto || !any) return;
  if (low == high) high = low + 1;
  m_filling = true;
  m_plot->xAxis->setRange(low, high + (high - low) * 0.01);
  m_filling = false;
}

void ChartView::fillGraphs() {
  const int columns = std::max(100, m_plot->axisRect()->width());
  const auto range = m_plot->xAxis->range();
  for (auto& each : m_series) {
    const bool mean = each->look.smooth && m_smoothing > 0;
    for (const bool smooth : {false, true}) {
      auto* graph = smooth ? each->mean : each->raw;
      graph->setVisible(each->visible && (!smooth || mean));
      QVector<QCPGraphData> points;
      if (graph->visible()) {
        for (const auto& point : each->data.decimated(range.lower, range.upper, columns, smooth))
          points.append(QCPGraphData(point.x, point.y));
      }
      const bool crowded = points.size() > columns;
      graph->setAntialiased(!crowded);
      graph->data()->set(points, true);
    }
  }
  if (m_y_auto) fitY();
  placeLabels();
}

void ChartView::fitY() {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  auto take = [&](double y) {
    if (std::isnan(y) || (m_log && y <= 0)) return;
    low = std::min(low, y);
    high = std::max(high, y);
  };
  const auto range = m_plot->xAxis->range();
  for (const auto& each : m_series) {
    if (!each->visible) continue;
    for (const auto& point : *each->raw->data())
      if (point.key >= range.lower && point.key <= range.upper) take(point.value);
  }
  for (const auto& line : m_lines) take(line.y);
  if (!(low <= high)) low = m_log ? 0.1 : 0, high = 1;
  if (m_log) {
    const double room = std::max(1.05, std::pow(high / low, 0.05));
    m_plot->yAxis->setRange(low / room, high * room);
  } else {
    const double room = high > low ? (high - low) * 0.07 : std::max(std::fabs(high) * 0.05, 1e-9);
    const double floor = low >= 0 && low - room < 0 ? 0 : low - room;
    m_plot->yAxis->setRange(floor, high + room);
  }
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
    const bool strong = m_highlighted == each->look.key, faded = !m_highlighted.isEmpty() && !strong && seriesIndex(m_highlighted) >= 0;
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

int ChartView::nearestSeries(const QPoint& at) const {
  int best = -1;
  double distance = 16;
  const double x = m_plot->xAxis->pixelToCoord(at.x());
  for (int i = 0; i < seriesCount(); ++i) {
    const auto& each = series(i);
    const auto point = each.data.nearest(x);
    if (!each.visible || !point) continue;
    const bool mean = each.look.smooth && m_smoothing > 0;
    const double py = m_plot->yAxis->coordToPixel(mean ? each.data.smoothed(*point) : each.data.y(*point));
    if (std::fabs(py - at.y()) < distance) {
      distance = std::fabs(py - at.y());
      best = i;
    }
  }
  return best;
}

void ChartView::updateReadout(const QPoint& at) {
  const QRect area = m_plot->axisRect()->rect();
  if (!area.contains(at)) {
    m_readout->clear();
    Q_EMIT seriesHovered({});
    return;
  }
  const double wanted = m_plot->xAxis->pixelToCoord(at.x());
  double x = std::numeric_limits<double>::quiet_NaN();
  for (const auto& each : m_series) {
    const auto point = each->data.nearest(wanted);
    if (each->visible && point && (std::isnan(x) || std::fabs(each->data.x(*point) - wanted) < std::fabs(x - wanted))) x = each->data.x(*point);
  }
  if (std::isnan(x)) return m_readout->clear();
  const int strong = nearestSeries(at);
  std::vector<ChartReadout::Row> rows;
  for (int i = 0; i < seriesCount(); ++i) {
    const auto& each = series(i);
    const auto point = each.data.nearest(x);
    if (!each.visible || !point || x > each.data.x(each.data.size() - 1) || x < each.data.x(0)) continue;
    const bool mean = each.look.smooth && m_smoothing > 0;
    const double y = each.data.y(*point), shown = mean ? each.data.smoothed(*point) : y;
    rows.push_back({theme::seriesColor(each.look.style, palette()), theme::seriesPen(each.look.style), each.look.name,
                    mean ? valueText(m_unit, y) + " (" + valueText(m_unit, shown) + ")" : valueText(m_unit, y),
                    QPointF(m_plot->xAxis->coordToPixel(each.data.x(*point)), m_plot->yAxis->coordToPixel(shown)), i == strong});
  }
  for (const auto& line : m_lines)
    rows.push_back({line.style < 0 ? theme::muted(palette()) : theme::seriesColor(line.style, palette()), Qt::DashLine, line.name, valueText(m_unit, line.y), {}, false});
  const QString heading = m_x_unit == Unit::count ? m_x_name + " " + QLocale().toString(qint64(x)) : m_x_name + " " + valueText(m_x_unit, x);
  m_readout->showAt(m_plot->xAxis->coordToPixel(x), area, heading, std::move(rows));
  Q_EMIT seriesHovered(strong < 0 ? QString() : series(strong).look.key);
}

void ChartView::pick(const QPoint& at) {
  const int index = nearestSeries(at);
  if (index >= 0) Q_EMIT seriesClicked(series(index).look.key);
}

bool ChartView::handleKey(int key) {
  auto* axis = m_plot->xAxis;
  const double span = axis->range().size();
  switch (key) {
    case Qt::Key_Left: axis->moveRange(-span * 0.1); break;
    case Qt::Key_Right: axis->moveRange(span * 0.1); break;
    case Qt::Key_Plus:
    case Qt::Key_Equal: axis->scaleRange(0.8); break;
    case Qt::Key_Minus: axis->scaleRange(1.25); break;
    case Qt::Key_L: setLogScale(!m_log); return true;
    case Qt::Key_0:
    case Qt::Key_Home: resetZoom(); return true;
    default: return false;
  }
  m_x_auto = false;
  m_reset_button->show();
  m_plot->replot(QCustomPlot::rpQueuedReplot);
  return true;
}

bool ChartView::eventFilter(QObject* watched, QEvent* event) {
  if (watched != m_plot) return QFrame::eventFilter(watched, event);
  switch (event->type()) {
    case QEvent::Wheel: {
      const auto* wheel = static_cast<QWheelEvent*>(event);
      if (!m_plot->hasFocus() && !(wheel->modifiers() & Qt::ControlModifier)) {
        event->ignore();  // the page scrolls
        return true;
      }
      m_x_auto = false;
      m_reset_button->show();
      break;
    }
    case QEvent::MouseButtonPress: {
      const auto* mouse = static_cast<QMouseEvent*>(event);
      m_pressed = mouse->pos();
      const bool rectangle = m_rectangle || (mouse->modifiers() & Qt::ShiftModifier);
      m_plot->setSelectionRectMode(rectangle ? QCP::srmZoom : QCP::srmNone);
      break;
    }
    case QEvent::MouseMove: {
      const auto* mouse = static_cast<QMouseEvent*>(event);
      if (mouse->buttons() & Qt::LeftButton) {
        if ((mouse->pos() - m_pressed).manhattanLength() > 3 && m_plot->axisRect()->rect().contains(m_pressed)) {
          m_x_auto = m_y_auto = false;
          m_reset_button->show();
          m_readout->clear();
        }
      } else {
        updateReadout(mouse->pos());
      }
      break;
    }
    case QEvent::MouseButtonRelease: {
      const auto* mouse = static_cast<QMouseEvent*>(event);
      if ((mouse->pos() - m_pressed).manhattanLength() <= 3) pick(mouse->pos());
      break;
    }
    case QEvent::MouseButtonDblClick: resetZoom(); return true;
    case QEvent::Leave:
      m_readout->clear();
      Q_EMIT seriesHovered({});
      break;
    case QEvent::Resize: schedule(); break;
    case QEvent::KeyPress:
      if (handleKey(static_cast<QKeyEvent*>(event)->key())) return true;
      break;
    default: break;
  }
  return QFrame::eventFilter(watched, event);
}

}  // namespace paretune

// SPDX-License-Identifier: GPL-3.0-or-later
// paretune front [--x memory_peak_bytes] [--y exact_match] [--out FRONT.svg] [--all]
#include <algorithm>

#include "app/cli/command.h"
#include "training/api/pareto.h"
#include "training/core/files.h"

namespace paretune {
namespace {

struct Options {
  std::string x = "memory_peak_bytes", y = "exact_match", out;
  bool all = false;
};

struct Point {
  double x, y;
};

std::string escaped(const std::string& text) {
  std::string out;
  for (char c : text) {
    if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (c == '&') out += "&amp;";
    else out += c;
  }
  return out;
}

// A plain scatter with the front as a line; axes run from the least to the largest value with a margin.
std::string svg(const std::vector<RunRow>& rows, const std::vector<Point>& points, const std::vector<std::size_t>& front, const Options& options) {
  constexpr double width = 720, height = 480, left = 90, bottom = 60, top = 30, right = 30;
  auto [x0, x1] = std::minmax_element(points.begin(), points.end(), [](auto a, auto b) { return a.x < b.x; });
  auto [y0, y1] = std::minmax_element(points.begin(), points.end(), [](auto a, auto b) { return a.y < b.y; });
  const double span_x = x1->x > x0->x ? x1->x - x0->x : std::max(1e-9, std::abs(x0->x)), span_y = y1->y > y0->y ? y1->y - y0->y : std::max(1e-9, std::abs(y0->y));
  const auto px = [&](double x) { return left + (0.08 + 0.84 * (x - x0->x) / span_x) * (width - left - right); };
  const auto py = [&](double y) { return height - bottom - (0.08 + 0.84 * (y - y0->y) / span_y) * (height - top - bottom); };
  std::string s = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 480\" font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"720\" height=\"480\" fill=\"white\"/>\n";
  char text[512];
  std::snprintf(text, sizeof text, "<path d=\"M%g %gV%gH%g\" fill=\"none\" stroke=\"#888\"/>\n<text x=\"%g\" y=\"%g\" text-anchor=\"middle\">%s</text>\n", left, top, height - bottom, width - right,
                (left + width - right) / 2, height - 16, escaped(options.x).c_str());
  s += text;
  std::snprintf(text, sizeof text, "<text transform=\"translate(20 %g) rotate(-90)\" text-anchor=\"middle\">%s</text>\n", (top + height - bottom) / 2, escaped(options.y).c_str());
  s += text;
  for (const auto* p : {&*x0, &*x1}) std::snprintf(text, sizeof text, "<text x=\"%g\" y=\"%g\" text-anchor=\"middle\" fill=\"#555\">%.4g</text>\n", px(p->x), height - bottom + 18, p->x), s += text;
  for (const auto* p : {&*y0, &*y1}) std::snprintf(text, sizeof text, "<text x=\"%g\" y=\"%g\" text-anchor=\"end\" fill=\"#555\">%.4g</text>\n", left - 6, py(p->y) + 4, p->y), s += text;
  s += "<polyline fill=\"none\" stroke=\"#2a6fdb\" stroke-width=\"2\" points=\"";
  for (std::size_t i : front) std::snprintf(text, sizeof text, "%g,%g ", px(points[i].x), py(points[i].y)), s += text;
  s += "\"/>\n";
  for (std::size_t i = 0; i < points.size(); ++i) {
    const bool on = std::find(front.begin(), front.end(), i) != front.end();
    std::snprintf(text, sizeof text, "<circle cx=\"%g\" cy=\"%g\" r=\"5\" fill=\"%s\"/>\n<text x=\"%g\" y=\"%g\">", px(points[i].x), py(points[i].y), on ? "#2a6fdb" : "#aaa", px(points[i].x) + 8, py(points[i].y) + 4);
    s += text + escaped(rows[i].name) + "</text>\n";
  }
  return s + "</svg>\n";
}

int front(const Options& options, CliContext& context) {
  std::vector<RunRow> rows;
  std::vector<Point> points;
  std::vector<double> xs, ys;
  for (auto& row : context.engine->runs()) {
    if (!row.purpose.empty() && !options.all) continue;
    if (!row.summary.contains(options.x) || !row.summary.contains(options.y)) continue;
    points.push_back({row.summary.at(options.x), row.summary.at(options.y)});
    xs.push_back(points.back().x);
    ys.push_back(points.back().y);
    rows.push_back(std::move(row));
  }
  if (rows.empty()) {
    fail(ErrorKind::input, "no run has both \"" + options.x + "\" and \"" + options.y + "\"", "front", "'paretune runs show RUN' lists the metrics of a run; choose others with --x and --y.");
  }
  const auto best = pareto_front(xs, ys, lower_is_better(options.x), lower_is_better(options.y));
  if (!options.out.empty()) {
    if (!options.out.ends_with(".svg")) fail(ErrorKind::usage, "only .svg is written from the command line", options.out, "Give a name ending in .svg; the studio saves PNG too.");
    write_file_atomically(options.out, svg(rows, points, best, options)).value();
  }
  for (std::size_t i : best) {
    if (context.json) print_json({{"id", rows[i].id}, {"name", rows[i].name}, {"method", rows[i].method}, {options.x, points[i].x}, {options.y, points[i].y}});
    else std::printf("%-32s %-16s %s=%-14.6g %s=%-12.6g %s\n", rows[i].id.c_str(), rows[i].method.c_str(), options.x.c_str(), points[i].x, options.y.c_str(), points[i].y, rows[i].name.c_str());
  }
  return exit_done;
}

std::function<int()> define(CLI::App& app, CliContext& context) {
  auto options = std::make_shared<Options>();
  app.add_option("--x", options->x, "Metric")->capture_default_str();
  app.add_option("--y", options->y, "Metric")->capture_default_str();
  app.add_option("--out", options->out, "Also draw it, as SVG");
  app.add_flag("--all", options->all, "With the short runs of learning-rate searches");
  return [options, &context] { return front(*options, context); };
}

}  // namespace

extern const CliCommand front_command;
const CliCommand front_command{"front", "The runs that no other run beats in two metrics", define};

}  // namespace paretune

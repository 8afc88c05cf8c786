// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/engine/staged_output.h"

#include <filesystem>

#include "training/core/files.h"

namespace paretune {
namespace {

namespace fs = std::filesystem;
constexpr const char* kReceipt = "export_receipt.json";

bool is_receipt(const fs::path& path) { return path.filename().string().ends_with(kReceipt); }

void claim_folder(const std::string& folder) {
  std::error_code code;
  if (fs::exists(folder, code) && !fs::is_directory(folder, code)) fail(ErrorKind::input, "exists and is no folder", folder, "Give another folder.");
  if (fs::exists(folder, code) && !fs::is_empty(folder, code) && !fs::exists(receipt_path(folder), code)) {
    fail(ErrorKind::input, "the folder is not empty", folder, "Give a new or empty folder; nothing of yours is overwritten.");
  }
}

void claim_file(const std::string& file) {
  std::error_code code;
  if (fs::is_directory(file, code)) fail(ErrorKind::input, "is a folder", file, "Give the name of a file, for example model.gguf.");
  if (fs::exists(file, code) && !fs::exists(receipt_path(file), code)) {
    fail(ErrorKind::input, "the file exists", file, "Give a new name; nothing of yours is overwritten.");
  }
}

}  // namespace

std::string receipt_path(const std::string& out) {
  std::error_code code;
  return fs::is_directory(out, code) ? out + "/" + kReceipt : out + "." + kReceipt;
}

StagedOutput::StagedOutput(const std::string& out, Kind kind) {
  if (out.empty()) fail(ErrorKind::usage, "no target is given", "--out", kind == Kind::file ? "Give the file to write." : "Give the folder to write.");
  const bool file = kind == Kind::file;
  const fs::path parent = fs::path(out).parent_path();
  m_folder = !file ? out : parent.empty() ? "." : parent.string();
  const std::string name = file ? fs::path(out).filename().string() : "";
  m_aside = m_folder + "/.writing-" + sha256_hex(name).substr(0, 12);
  std::error_code code;
  fs::remove_all(m_aside, code);  // what a killed program left
  file ? claim_file(out) : claim_folder(out);
  for (fs::path at = m_folder; !at.empty() && !fs::exists(at, code); at = at.parent_path()) m_made = at.string();
  make_folders(m_aside).value();
  m_path = file ? m_aside + "/" + name : m_aside;
}

StagedOutput::~StagedOutput() {
  std::error_code ignored;
  fs::remove_all(m_aside, ignored);
  if (m_done || m_made.empty()) return;
  for (fs::path at = m_folder; at.string().size() >= m_made.size() && fs::remove(at, ignored); at = at.parent_path()) {
  }
}

void StagedOutput::commit() {
  m_written.require_intact();
  std::vector<fs::path> files;  // below m_aside
  for (const auto& entry : fs::recursive_directory_iterator(m_aside)) {
    if (entry.is_regular_file()) files.push_back(fs::relative(entry.path(), m_aside));
  }
  std::stable_partition(files.begin(), files.end(), [](const fs::path& path) { return !is_receipt(path); });
  std::error_code ignored;
  for (const fs::path& file : files) {
    if (is_receipt(file)) fs::remove(m_folder / file, ignored);  // of the earlier export, which ends here
  }
  m_done = true;  // what is in place stays, whatever comes
  for (const fs::path& file : files) {
    const fs::path to = m_folder / file;
    if (file.has_parent_path()) make_folders(to.parent_path().string()).value();
    fs::rename(m_aside / file, to);
    sync_folder(to.parent_path().string()).value();
  }
}

}  // namespace paretune

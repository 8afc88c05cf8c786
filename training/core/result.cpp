// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/api/result.h"

#include <filesystem>
#include <new>
#include <system_error>

#include "training/core/system_error.h"

namespace paretune {
namespace {

constexpr const char* kFault = "This is a fault of the program; please report it with the run's log.txt.";

Error not_enough_memory(const std::string& where) {
  return {ErrorKind::memory, "not enough memory", where,
          "Close other programs, or use a shorter max_length, a smaller batch, adapter or model ('paretune plan' shows the parts)."};
}

}  // namespace

Error error_from_current_exception(const std::string& where) {
  try {
    throw;
  } catch (const Failure& failure) {
    Error error = failure.error();
    if (error.where.empty()) error.where = where;
    return error;
  } catch (const std::bad_alloc&) {
    return not_enough_memory(where);
  } catch (const std::filesystem::filesystem_error& error) {
    return system_error("the files cannot be changed", error.path1().empty() ? where : error.path1().string(), error.code().value());
  } catch (const std::system_error& error) {  // no thread could be made
    if (error.code() == std::errc::resource_unavailable_try_again || error.code() == std::errc::not_enough_memory) return not_enough_memory(where);
    return {ErrorKind::internal, error.what(), where, kFault};
  } catch (const std::exception& exception) {
    std::string text = exception.what();
    // LibTorch says out-of-memory as a plain runtime error and appends a backtrace to every message.
    if (text.find("CUDA out of memory") != std::string::npos) {
      return {ErrorKind::memory, "not enough memory on the GPU", where,
              "Set training.bf16 or quantization nf4, gradient_checkpointing, a smaller per_device_train_batch_size or max_length; or close what else uses the GPU."};
    }
    if (text.find("not enough memory") != std::string::npos || text.find("out of memory") != std::string::npos || text.find("can't allocate memory") != std::string::npos) {
      return not_enough_memory(where);
    }
    if (auto cut = text.find("\nException raised from"); cut != std::string::npos) text.resize(cut);
    return {ErrorKind::internal, text, where, kFault};
  } catch (...) {
    return {ErrorKind::internal, "an unknown exception", where, kFault};
  }
}

}  // namespace paretune

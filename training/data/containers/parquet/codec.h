// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "training/data/containers/parquet/footer.h"

namespace paretune::parquet {

// The page of exactly `size` bytes that `packed` stands for; Failure where it does not, or for codecs that are not read.
std::string decompressed(Codec codec, std::string_view packed, std::size_t size);

}  // namespace paretune::parquet

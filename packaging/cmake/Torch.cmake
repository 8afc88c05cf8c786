# SPDX-License-Identifier: GPL-3.0-or-later
# LibTorch from the unpacked torch wheel, linked CPU-only (its own CMake config insists on a CUDA toolkit).
# PARETUNE_TORCH_DIR holds include/ and lib/; packaging/deps.sh fetches it.
set(PARETUNE_TORCH_DIR "${CMAKE_SOURCE_DIR}/build/deps/torch" CACHE PATH "folder 'torch' of the torch 2.11.0 wheel")
set(PARETUNE_CUDART_DIR "${CMAKE_SOURCE_DIR}/build/deps/cuda" CACHE PATH "folder with libcudart.so.13 and libcupti.so.13")
if(NOT EXISTS "${PARETUNE_TORCH_DIR}/include/torch/csrc/api/include/torch/torch.h")
  message(FATAL_ERROR "LibTorch is missing in ${PARETUNE_TORCH_DIR}. Run packaging/deps.sh, or set PARETUNE_TORCH_DIR.")
endif()
file(STRINGS "${PARETUNE_TORCH_DIR}/version.py" PARETUNE_TORCH_VERSION REGEX "^__version__")
string(REGEX MATCH "[0-9]+\\.[0-9]+\\.[0-9]+" PARETUNE_TORCH_VERSION "${PARETUNE_TORCH_VERSION}")
foreach(lib c10 torch_cpu)
  add_library(torch::${lib} SHARED IMPORTED GLOBAL)
  set_target_properties(torch::${lib} PROPERTIES IMPORTED_LOCATION "${PARETUNE_TORCH_DIR}/lib/lib${lib}.so")
endforeach()
add_library(torch INTERFACE)
target_include_directories(torch SYSTEM INTERFACE "${PARETUNE_TORCH_DIR}/include"
  "${PARETUNE_TORCH_DIR}/include/torch/csrc/api/include")
target_link_libraries(torch INTERFACE torch::torch_cpu torch::c10)
target_link_options(torch INTERFACE "LINKER:-rpath,${PARETUNE_TORCH_DIR}/lib:${PARETUNE_CUDART_DIR}"
  "LINKER:-rpath-link,${PARETUNE_TORCH_DIR}/lib:${PARETUNE_CUDART_DIR}" "LINKER:--disable-new-dtags")

# The one precompiled torch header; every torch target reuses it, so all share these flags.
file(WRITE "${CMAKE_BINARY_DIR}/torch_pch/anchor.cpp" "// Owns the precompiled header.\n")
add_library(torch_pch STATIC "${CMAKE_BINARY_DIR}/torch_pch/anchor.cpp")
target_link_libraries(torch_pch PUBLIC torch)
set_target_properties(torch_pch PROPERTIES POSITION_INDEPENDENT_CODE ON)
target_precompile_headers(torch_pch PRIVATE <torch/torch.h>)

# use_torch(target): private torch with the shared precompiled header.
function(use_torch target)
  target_link_libraries(${target} PRIVATE torch)
  # CMake would compile executables with -fPIE, which cannot use a header precompiled with -fPIC.
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
  target_compile_options(${target} PRIVATE -fPIC)
  target_precompile_headers(${target} REUSE_FROM torch_pch)
endfunction()

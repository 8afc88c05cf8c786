#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compiles every *_cuda.cu for all supported GPUs with warnings as errors and holds what each kernel takes against kernels/cuda/limits.json.

    cuda_compile_test.py SOURCE_DIR OUT_DIR [NVCC]

Without a compiler the exit code is 77 (skipped). NVCC: else build/deps/nvcc of the source folder, the PATH, /usr/local/cuda."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

ARCHITECTURES = [75, 80, 86, 89, 90, 100, 120]


def find_nvcc(source):
    if len(sys.argv) > 3:
        return sys.argv[3]
    for place in [source / "build/deps/nvcc/bin/nvcc", shutil.which("nvcc"), "/usr/local/cuda/bin/nvcc"]:
        if place and os.access(place, os.X_OK):
            return str(place)
    return None


def kernels_of(log):
    """(function, sm) -> what ptxas says of it."""
    found, current = {}, None
    for line in log.splitlines():
        if m := re.search(r"Compiling entry function '(\w+)' for 'sm_(\d+)'", line):
            current = found.setdefault((m[1], int(m[2])), {})
        elif current is None:
            continue
        elif m := re.search(r"(\d+) bytes stack frame, (\d+) bytes spill stores, (\d+) bytes spill loads", line):
            current.update(stack=int(m[1]), spills=int(m[2]) + int(m[3]))
        elif m := re.search(r"Used (\d+) registers", line):
            shared = re.search(r"(\d+) bytes smem", line)
            current.update(registers=int(m[1]), shared=int(shared[1]) if shared else 0)
    return found


def main():
    source, out = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    nvcc = find_nvcc(source)
    if nvcc is None:
        print("skipped: no nvcc here, so the CUDA kernels were not compiled")
        return 77
    out.mkdir(parents=True, exist_ok=True)
    limits = json.loads((source / "kernels/cuda/limits.json").read_text())
    operators = sorted((source / "kernels").glob("*/*_cuda.cu"))
    faults, table = [], []
    if not operators or {o.parent.name for o in operators} != set(limits):
        faults.append(f"limits.json names {sorted(limits)}, the sources are {sorted(o.parent.name for o in operators)}")
    for path in operators:
        op = path.parent.name
        targets = [f"-gencode=arch=compute_{a},code=sm_{a}" for a in ARCHITECTURES]
        common = [nvcc, "-std=c++17", "-O3", f"-I{source}", "-Werror", "all-warnings", "-Xcompiler", "-Wall,-Wextra"]
        made = subprocess.run(common + targets + ["-Xptxas", "-v", "-c", str(path), "-o", str(out / f"{op}.o")],
                              capture_output=True, text=True)
        log = made.stdout + made.stderr
        if made.returncode != 0:
            faults.append(f"{op} does not compile:\n{log[-4000:]}")
            continue
        limit = limits.get(op, {"registers": 0, "kernels": 0, "wide_moves": 0})
        found = kernels_of(log)
        for sm in ARCHITECTURES:
            mine = {name: use for (name, arch), use in found.items() if arch == sm}
            if not mine or any("registers" not in use or "spills" not in use for use in mine.values()):
                faults.append(f"{op}, sm_{sm}: what ptxas says cannot be read")
                continue
            if len(mine) != limit["kernels"]:
                faults.append(f"{op}, sm_{sm}: {len(mine)} kernels were compiled, limits.json says {limit['kernels']}")
            most = {key: max(use[key] for use in mine.values()) for key in ("registers", "stack", "spills", "shared")}
            table.append(f"{op:22} sm_{sm:<4} {len(mine):3} kernels, at most {most['registers']:3} registers, {most['shared']:4} B shared, "
                         f"{most['stack']} B stack, {most['spills']} B spilled")
            if most["registers"] > limit["registers"]:
                faults.append(f"{op}, sm_{sm}: {most['registers']} registers, limits.json allows {limit['registers']}")
            if most["spills"] or most["stack"]:
                faults.append(f"{op}, sm_{sm}: {most['spills']} bytes spilled, {most['stack']} bytes of stack; none are allowed")
        ptx = out / f"{op}.ptx"
        subprocess.run(common + ["-arch=compute_75", "-ptx", str(path), "-o", str(ptx)], check=True)
        wide = len(re.findall(r"(?:ld|st)\.global(?:\.nc|\.wb)?\.v4\.", ptx.read_text()))
        if wide < limit["wide_moves"]:
            faults.append(f"{op}: {wide} loads and stores of 16 bytes in its PTX, at least {limit['wide_moves']} are meant")
        table.append(f"{op:22} {wide} loads and stores of 16 bytes in PTX")
    print(subprocess.run([nvcc, "--version"], capture_output=True, text=True).stdout.strip().splitlines()[-1])
    print("\n".join(table))
    for fault in faults:
        print("FAULT", fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

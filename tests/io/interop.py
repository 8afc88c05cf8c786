# SPDX-License-Identifier: GPL-3.0-or-later
"""The Python side of tests/io interop: read what C++ wrote, or say what the reference makes of a file."""
import hashlib
import json
import sys

import numpy as np

command, path = sys.argv[1:3]
if command == "read-safetensors":
    from safetensors import safe_open

    with safe_open(path, framework="np") as file:
        out = {name: file.get_tensor(name).tolist() for name in file.keys()}
        print(json.dumps({"metadata": file.metadata(), "tensors": out}))
elif command == "write-safetensors":
    import torch
    from safetensors.torch import save_file

    save_file({"half": torch.tensor([[1.5, -2.0]], dtype=torch.float16), "brain": torch.tensor([3.25], dtype=torch.bfloat16),
               "none": torch.zeros(0, 3), "one": torch.tensor(7.0), "ids": torch.tensor([[1], [2]])}, path, metadata={"k": "v"})
elif command == "gguf-digests":
    import gguf

    for tensor in gguf.GGUFReader(path).tensors:
        values = np.ascontiguousarray(gguf.dequantize(tensor.data, tensor.tensor_type), dtype=np.float32)
        print(json.dumps([tensor.name, hashlib.sha256(values.tobytes()).hexdigest()]))
elif command == "gguf-random-digests":  # path: TYPE,CHUNKS,BLOCKS,SEED; prints a digest for each chunk of so many random blocks, NaN written one way
    import gguf

    name, chunks, blocks, seed = path.split(",")
    kind = gguf.GGMLQuantizationType[name]
    words = -(-int(blocks) * gguf.GGML_QUANT_SIZES[kind][1] // 8)
    for chunk in range(int(chunks)):
        # splitmix64 at its n-th place, as in interop_test.cpp
        z = (np.arange(words, dtype=np.uint64) + np.uint64(chunk * words + 1)) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(seed)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z ^= z >> np.uint64(31)
        raw = z.view(np.uint8)[: int(blocks) * gguf.GGML_QUANT_SIZES[kind][1]].reshape(int(blocks), -1)
        with np.errstate(all="ignore"):
            values = np.ascontiguousarray(gguf.dequantize(raw, kind), dtype=np.float32)
        values[np.isnan(values)] = np.nan
        print(hashlib.sha256(values.tobytes()).hexdigest())
elif command == "gguf-quantize":  # path: fp32 values; prints the digest of each type's bytes
    import gguf

    values = np.fromfile(path, dtype=np.float32).reshape(-1, 256)
    print(json.dumps({name.lower(): hashlib.sha256(gguf.quantize(values, gguf.GGMLQuantizationType[name]).tobytes()).hexdigest()
                      for name in ("F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1")}))
elif command == "gguf-read":
    import gguf

    reader = gguf.GGUFReader(path)
    print(json.dumps({"fields": {name: [[int(kind) for kind in field.types], field.contents()] for name, field in reader.fields.items()},
                      "tensors": {tensor.name: [tensor.tensor_type.name, tensor.shape.tolist(), tensor.data.tolist()] for tensor in reader.tensors}}))
else:
    sys.exit("unknown command")

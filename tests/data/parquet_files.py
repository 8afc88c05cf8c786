# SPDX-License-Identifier: GPL-3.0-or-later
"""Parquet files of many settings, each with the rows Python reads from it: parquet_files.py FOLDER ROWS

The goldens of tests/data/goldens/parquet come from `parquet_files.py tests/data/goldens/parquet 7`.
"""
import datetime
import decimal
import json
import pathlib
import random
import sys

import pyarrow as pa
import pyarrow.parquet as pq

folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
folder.mkdir(parents=True, exist_ok=True)
random.seed(5)
words = ["", "a", "Größe", "日本語 text", "the same again", "line\nbreak", "\U0001f642" * 3]


def text():
    return random.choice(words) + random.choice(["", str(random.randrange(1000)), "x" * random.randrange(40)])


def maybe(value):
    return None if random.random() < 0.2 else value


def message():
    return maybe({"role": random.choice(["user", "assistant"]), "content": text(), "tool": maybe(text()), "tags": maybe([maybe(text()) for _ in range(random.randrange(3))])})


rows = [{
    "text": text(), "label": maybe(text()), "small": random.randrange(-2**31, 2**31), "big": maybe(random.randrange(-2**63, 2**63)), "huge": random.randrange(2**64),
    "half": random.randrange(-1000, 1000) / 8, "real": maybe(random.random()), "yes": maybe(random.random() < 0.5), "sorted": i * 3,
    "input_ids": maybe([random.randrange(50000) for _ in range(random.randrange(9))]), "deep": maybe([maybe([maybe(text()) for _ in range(random.randrange(3))]) for _ in range(random.randrange(3))]),
    "messages": maybe([message() for _ in range(random.randrange(5))]), "pairs": maybe([(text() + str(k), maybe(k)) for k in range(random.randrange(3))]),
    "inner": maybe({"name": maybe(text()), "numbers": maybe([1, 2][: random.randrange(3)])}), "kind": random.choice(["one", "two"]), "when": datetime.datetime(2026, 1, 1 + i % 28),
    "image": b"\xff\xd8" + bytes([i % 256]), "price": decimal.Decimal(i) / 4,
} for i in range(count)]
struct = pa.struct([("role", pa.string()), ("content", pa.string()), ("tool", pa.string()), ("tags", pa.list_(pa.string()))])
schema = pa.schema([("text", pa.string()), ("label", pa.large_string()), ("small", pa.int32()), ("big", pa.int64()), ("huge", pa.uint64()), ("half", pa.float32()), ("real", pa.float64()),
                    ("yes", pa.bool_()), ("sorted", pa.int64()), ("input_ids", pa.list_(pa.int32())), ("deep", pa.list_(pa.list_(pa.string()))), ("messages", pa.list_(struct)),
                    ("pairs", pa.map_(pa.string(), pa.int64())), ("inner", pa.struct([("name", pa.string()), ("numbers", pa.list_(pa.int16()))])),
                    ("kind", pa.dictionary(pa.int32(), pa.string())), ("when", pa.timestamp("us")), ("image", pa.binary()), ("price", pa.decimal128(20, 4))])
whole = pa.Table.from_pylist(rows, schema=schema)


def expected(row):
    row = dict(row)
    del row["price"]  # decimals are left out
    row["image"] = None  # so are bytes that are no text
    row["when"] = int(row["when"].replace(tzinfo=datetime.timezone.utc).timestamp()) * 1_000_000
    row["pairs"] = None if row["pairs"] is None else dict(row["pairs"])
    return row


def write(name, table=whole, **settings):
    pq.write_table(table, folder / f"{name}.parquet", **settings)
    back = pq.read_table(folder / f"{name}.parquet").to_pylist()
    (folder / f"{name}.json").write_text(json.dumps([expected(row) if "price" in row else row for row in back], ensure_ascii=False))


pages = {"data_page_size": 512, "write_batch_size": 16}
write("usual")
for codec in ("none", "gzip", "zstd", "lz4"):
    write(codec, compression=codec, **pages)
write("snappy_v2", compression="snappy", data_page_version="2.0", row_group_size=max(2, count // 3), **pages)
write("plain_v2", compression="none", data_page_version="2.0", use_dictionary=False, **pages)
write("zstd_v2_plain", compression="zstd", data_page_version="2.0", use_dictionary=False, **pages)
flat = whole.select(["text", "label", "small", "big", "half", "real", "yes", "sorted"])
write("delta", flat, use_dictionary=False, column_encoding={"text": "DELTA_BYTE_ARRAY", "label": "DELTA_LENGTH_BYTE_ARRAY", "small": "DELTA_BINARY_PACKED", "big": "DELTA_BINARY_PACKED",
                                                            "half": "BYTE_STREAM_SPLIT", "real": "BYTE_STREAM_SPLIT", "yes": "RLE", "sorted": "DELTA_BINARY_PACKED"}, **pages)
write("delta_v2", flat, use_dictionary=False, data_page_version="2.0", compression="zstd",
      column_encoding={"text": "DELTA_LENGTH_BYTE_ARRAY", "label": "DELTA_BYTE_ARRAY", "small": "BYTE_STREAM_SPLIT", "big": "BYTE_STREAM_SPLIT", "sorted": "DELTA_BINARY_PACKED"}, **pages)
write("old_lists", whole.select(["text", "input_ids", "messages", "deep"]), use_compliant_nested_type=False, **pages)
write("required", pa.Table.from_pylist([{"prompt": text(), "completion": text()} for _ in range(count)],
                                       schema=pa.schema([pa.field("prompt", pa.string(), nullable=False), pa.field("completion", pa.string(), nullable=False)])), version="1.0")

#!/usr/bin/env python3
"""Writes a predictions file of the size at which evaluate is measured:

    large-predictions.py FILE [DOCUMENTS [LABELS [SCORES_PER_DOCUMENT]]]

By default 100,000 documents, 5,000 labels, about 50 scores a document. Needs NumPy. Then, with
a release build: /usr/bin/time -v evaluate --predictions FILE -o metrics.stage
"""
import json
import struct
import sys
import zlib

import numpy as np

path = sys.argv[1]
n, labels, per = [int(x) for x in sys.argv[2:]] + [100_000, 5_000, 50][len(sys.argv) - 2:]
rng = np.random.default_rng(1)
frequency = 1 / np.arange(2, labels + 2)
cumulative = np.cumsum(frequency / frequency.sum())


def draw(count):
    """Labels of a Zipf law, distinct and ascending in each row: `count` or fewer."""
    rows = np.searchsorted(cumulative, rng.random((n, count))).clip(0, labels - 1)
    rows.sort(axis=1)
    keep = np.ones(rows.shape, bool)
    keep[:, 1:] = rows[:, 1:] != rows[:, :-1]
    return rows[keep].astype("<i4"), np.concatenate([[0], keep.sum(1).cumsum()]).astype("<i8")


score_labels, score_starts = draw(2 * per)
truth, truth_starts = draw(5)
scores = (rng.random(len(score_labels)) ** 4).astype("<f4")

out = open(path, "wb")
out.write(bytes([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]))
pack = zlib.compressobj(1, zlib.DEFLATED, -15)
crc, size, sections = 0, 0, 0


def write(data):
    global crc, size
    crc, size = zlib.crc32(data, crc), size + len(data)
    out.write(pack.compress(data))


def section(name, kind, shape, data):
    global sections
    line = f"SECTION {name} {kind} {shape} {len(data)}"
    write(f"{line} {zlib.crc32(line.encode()):08x}\n".encode())
    write(data)
    write(f"\nCRC {zlib.crc32(data):08x}\n".encode())
    sections += 1


def strings(values):
    return b"".join(struct.pack("<I", len(v)) + v for v in (s.encode() for s in values))


header = json.dumps({
    "toolVersion": "0.1.0", "stage": "predict", "revision": 2, "inputs": [],
    "parameters": {"model": "large", "part": "test", "fold": 0}}).encode()
write(b"JMAN-STAGE 1 predictions 1\n")
write(f"HEADER {len(header)} {zlib.crc32(header):08x}\n".encode() + header + b"\n")
section("labels", "str", labels, strings(f"label {i}" for i in range(labels)))
section("labelCounts", "i64", labels, (frequency / frequency.sum() * 50_000).astype("<i8").tobytes())
section("trainingDocuments", "i64", 1, struct.pack("<q", 10_000))
section("ids", "str", n, strings(f"document {i}" for i in range(n)))
section("scoreStarts", "i64", n + 1, score_starts.tobytes())
section("scoreLabels", "i32", len(score_labels), score_labels.tobytes())
section("scores", "f32", len(scores), scores.tobytes())
section("truthStarts", "i64", n + 1, truth_starts.tobytes())
section("truth", "i32", len(truth), truth.tobytes())
section("truthOutside", "i32", n, np.zeros(n, "<i4").tobytes())
section("threshold", "f32", 1, struct.pack("<f", 0.5))
section("k", "i32", 1, struct.pack("<i", 5))
write(f"END {sections} 2 {zlib.crc32(b'{}'):08x}\n".encode() + b"{}\n")
out.write(pack.flush() + struct.pack("<II", crc, size & 0xFFFFFFFF))
out.close()

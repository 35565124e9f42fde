"""Scores every pair of a rendered folder with ViSQOL (speech mode, lattice) and PLCMOS v2, both at 16 kHz.

PLCMOS asks a rater, who is a random vector, 15 times; the 15 raters here are the same for every file.

usage: score.py FOLDER OUTPUT [--jobs N]
"""

import importlib.metadata
import json
import multiprocessing
import os
import pathlib
import sys

for variable in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"]:
    os.environ.setdefault(variable, "1")

import numpy
import onnxruntime
import soundfile
from speechmos.plcmos import PLCMOS
from visqol import VisqolApi

RATERS = 15
RATER_SEED = 20_230_712
SAMPLE_RATE = 16_000


class Judges:
    """Both tools, opened once a process."""

    def __init__(self):
        self.visqol = VisqolApi()
        self.visqol.create(mode="speech", use_lattice_model=True)
        self.plcmos = PLCMOS()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self.plcmos.session = onnxruntime.InferenceSession(self.plcmos.model_path, options)
        raters = numpy.random.default_rng(RATER_SEED).normal(size=(RATERS, 1, 64))
        self.raters = raters.astype(numpy.float32)

    def score(self, source, heard):
        similarity = self.visqol.measure_from_arrays(source, heard, SAMPLE_RATE)
        features = numpy.float32(self.plcmos.stft_transform(heard))[None, None]
        opinions = [
            self.plcmos.session.run(None, {"degraded_audio": features, "rater_embed": rater})[0].item()
            for rater in self.raters
        ]
        return similarity.moslqo, sum(opinions) / RATERS


judges = None


def score(job):
    """One row of the manifest with its scores; the names of its files are left out."""
    global judges
    if judges is None:
        judges = Judges()
    folder, row = job
    sounds = []
    for name in (row.pop("source"), row.pop("heard")):
        sound, rate = soundfile.read(folder / name)
        assert rate == SAMPLE_RATE, name
        sounds.append(sound)
    visqol, plcmos = judges.score(*sounds)
    return {**row, "visqol": round(visqol, 4), "plcmos": round(plcmos, 4)}


def versions():
    names = {"visqol_python": "visqol-python", "speechmos": "speechmos", "ai_edge_litert": "ai-edge-litert"}
    return {key: importlib.metadata.version(name) for key, name in names.items()}


def key(row):
    return tuple(row[name] for name in ("codec", "kbps", "loss", "burst", "fec", "talker"))


def scored(path):
    """What a run that was stopped left behind."""
    if not path.exists():
        return {}
    return {key(row): row for row in map(json.loads, path.read_text().splitlines())}


def line(row):
    return json.dumps(row, separators=(",", ":")) + "\n"


def main():
    folder, output = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    jobs = int(sys.argv[4]) if len(sys.argv) > 3 else 2
    lines = (folder / "manifest.ndjson").read_text().splitlines()
    header = json.loads(lines[0]) | versions() | {"plcmos": "v2", "raters": RATERS, "rater_seed": RATER_SEED}
    rows = [json.loads(text) for text in lines[1:]]
    first, *rest = (folder / "anchor.ndjson").read_text().splitlines()
    header |= json.loads(first)
    rows += [json.loads(text) for text in rest]
    part = folder / "scores.part.ndjson"
    done = scored(part)
    left = [(folder, dict(row)) for row in rows if key(row) not in done]
    with multiprocessing.get_context("spawn").Pool(jobs) as pool, open(part, "a") as file:
        for number, row in enumerate(pool.imap_unordered(score, left)):
            if number % 50 == 0:
                print(f"{number}/{len(left)} sounds", file=sys.stderr, flush=True)
            done[key(row)] = row
            file.write(line(row))
            file.flush()
    with open(output, "w") as file:
        file.write(line(header))
        for row in rows:
            file.write(line(done[key(row)]))


if __name__ == "__main__":
    main()

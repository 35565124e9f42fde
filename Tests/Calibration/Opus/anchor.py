"""Adds the anchor to a rendered folder: AMR-WB with and without lost frames, and G.722.

AMR-WB is coded by libvo-amrwbenc and decoded by libopencore-amrwb, whose concealment is that of 3GPP TS 26.191; a lost
frame is given to the decoder as frame type 14 (speech lost). G.722 is coded by ffmpeg, at 64 kbit/s.

usage: anchor.py FOLDER
"""

import ctypes
import json
import pathlib
import random
import subprocess
import sys
import wave

SAMPLES_PER_FRAME = 320
SAMPLE_RATE = 16_000
# Kilobits per second by the number of the mode.
MODES = [6.6, 8.85, 12.65, 14.25, 15.85, 18.25, 19.85, 23.05, 23.85]
# Those with a published Bpl.
LOSSY_MODES = [2, 7, 8]
LOSSES = [1, 2, 5, 10, 20]
SPEECH_LOST = bytes([14 << 3 | 4])
SEED = 2_207


class AMRWideband:
    """Both libraries, one encoder and one decoder at a time."""

    def __init__(self):
        self.encoding = self._library("libvo-amrwbenc.so.0")
        self.decoding = self._library("libopencore-amrwb.so.0")
        self.encoding.E_IF_init.restype = ctypes.c_void_p
        self.decoding.D_IF_init.restype = ctypes.c_void_p

    @staticmethod
    def _library(name):
        try:
            return ctypes.CDLL(name)
        except OSError as error:
            raise SystemExit(f"error: {name} cannot be opened ({error})\n  hint: install it")

    def encode(self, samples, mode):
        state = ctypes.c_void_p(self.encoding.E_IF_init())
        packets = []
        output = ctypes.create_string_buffer(128)
        for start in range(0, len(samples) - SAMPLES_PER_FRAME + 1, SAMPLES_PER_FRAME):
            frame = (ctypes.c_int16 * SAMPLES_PER_FRAME)(*samples[start : start + SAMPLES_PER_FRAME])
            length = self.encoding.E_IF_encode(state, mode, frame, output, 0)
            packets.append(output.raw[:length])
        self.encoding.E_IF_exit(state)
        return packets

    def decode(self, packets):
        state = ctypes.c_void_p(self.decoding.D_IF_init())
        samples = []
        frame = (ctypes.c_int16 * SAMPLES_PER_FRAME)()
        for packet in packets:
            self.decoding.D_IF_decode(state, packet, frame, 0)
            samples += frame
        self.decoding.D_IF_exit(state)
        return samples


def read(path):
    with wave.open(str(path), "rb") as file:
        data = file.readframes(file.getnframes())
    return [int.from_bytes(data[i : i + 2], "little", signed=True) for i in range(0, len(data), 2)]


def write(path, samples):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(b"".join(sample.to_bytes(2, "little", signed=True) for sample in samples))


def row(codec, kilobits, loss, talker, ppl, heard):
    return {
        "codec": codec,
        "kbps": kilobits,
        "loss": loss,
        "burst": 1,
        "fec": 0,
        "talker": talker,
        "ppl": float(f"{ppl:.6g}"),
        "source": f"source-{talker}.wav",
        "heard": heard,
    }


def anchors(folder, talker, number):
    """Writes what the anchor makes of one talker; yields its rows."""
    codec = AMRWideband()
    samples = read(folder / f"source-{talker}.wav")
    for mode, kilobits in enumerate(MODES):
        packets = codec.encode(samples, mode)
        for loss in [0] + (LOSSES if mode in LOSSY_MODES else []):
            chance = random.Random(f"{SEED}/{number}/{mode}/{loss}")
            lost = [chance.random() < loss / 100 for _ in packets]
            heard = f"amr-{kilobits}-{loss}-{talker}.wav"
            write(folder / heard, codec.decode([SPEECH_LOST if gone else one for one, gone in zip(packets, lost)]))
            yield row("amr-wb", kilobits, loss, talker, 100 * sum(lost) / len(lost), heard)
    heard = f"g722-{talker}.wav"
    source = str(folder / f"source-{talker}.wav")
    coding = ["ffmpeg", "-loglevel", "error", "-y", "-i", source, "-c:a", "g722", "-f", "g722", "-"]
    coded = subprocess.run(coding, check=True, capture_output=True).stdout
    decoding = ["ffmpeg", "-loglevel", "error", "-y", "-f", "g722", "-i", "-", "-ar", "16000", str(folder / heard)]
    subprocess.run(decoding, check=True, input=coded)
    yield row("g722", 64, 0, talker, 0, heard)


def main():
    folder = pathlib.Path(sys.argv[1])
    manifest = folder / "manifest.ndjson"
    talkers = json.loads(manifest.read_text().splitlines()[0])["talkers"]
    part = folder / "anchor.part.ndjson"
    with open(part, "w") as output:
        header = {"amr_wideband": "libvo-amrwbenc, libopencore-amrwb", "anchor_seed": SEED, "g722": "ffmpeg"}
        output.write(json.dumps(header) + "\n")
        for number, talker in enumerate(talkers):
            for entry in anchors(folder, talker, number):
                output.write(json.dumps(entry, separators=(",", ":")) + "\n")
    part.rename(folder / "anchor.ndjson")


if __name__ == "__main__":
    main()

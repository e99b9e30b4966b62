"""The PyTorch side of ``deno task bench loading``.

    python3 loading.py PLAN CONTENDER

PLAN is a file of JSON: the windows, their frames' size, how many are in a
batch, and the number of worker processes. CONTENDER: pyav or torchcodec. Both
decode windows in the workers of a DataLoader, as batches of uint8 of
[windows, frames, height, width, 3].

The program answers every line on standard input with a line of JSON on
standard output: "epoch" loads all windows and returns the seconds, "check FILE"
writes the bytes of all windows into a file and returns their number.
"""

import json
import sys
import time
from fractions import Fraction
from pathlib import Path

import numpy
import torch
from torch.utils.data import DataLoader, Dataset


class PyAvDecoder:
    """Decodes by PyAV, and scales by swscale with our decoder's flags."""

    def __init__(self, plan: dict):
        import av
        from av.video.reformatter import Interpolation, VideoReformatter

        self.open = av.open
        self.plan = plan
        self.rate = Fraction(plan["framesPerSecond"])
        # ffmpeg's bilinear+accurate_rnd+full_chroma_int+bitexact.
        self.flags = (
            Interpolation.BILINEAR
            | Interpolation.ACCURATE_RND
            | Interpolation.FULL_CHR_H_INT
            | Interpolation.BITEXACT
        )
        self.reformatter = VideoReformatter()
        self.version = f"PyAV {av.__version__}"

    def frames(self, window: dict) -> numpy.ndarray:
        with self.open(window["path"]) as container:
            stream = container.streams.video[0]
            # The workers are the parallelism, as our decoders are.
            stream.codec_context.thread_count = 1
            first_pts = Fraction(window["firstSec"]) / stream.time_base
            first_pts = round(first_pts)
            start = window["startFrame"] / self.rate / stream.time_base
            container.seek(first_pts + int(start), stream=stream)
            ticks = stream.time_base * self.rate
            images = (
                ((tick - first_pts) * ticks, image)
                for tick, image in timed_images(container, stream)
            )
            return self.on_grid(images, window)

    def on_grid(self, images, window: dict) -> numpy.ndarray:
        """A frame of the grid shows the last image whose time, rounded to the
        nearest frame, halves up, is at most its own."""
        chosen: list[numpy.ndarray] = []
        wanted = window["startFrame"]
        shown = None
        for frame_time, image in images:
            number = (frame_time + Fraction(1, 2)).__floor__()
            repeated = None
            while shown is not None and wanted < number:
                if repeated is None:
                    repeated = self.pixels(shown)
                chosen.append(repeated)
                if len(chosen) == window["frameCount"]:
                    return numpy.stack(chosen)
                wanted += 1
            shown = image
        chosen += [self.pixels(shown)] * (window["frameCount"] - len(chosen))
        return numpy.stack(chosen)

    def pixels(self, image) -> numpy.ndarray:
        size = {"width": self.plan["width"], "height": self.plan["height"]}
        return self.reformatter.reformat(
            image, **size, format="rgb24", interpolation=self.flags, threads=1
        ).to_ndarray()


def timed_images(container, stream):
    """Yields images with their time stamps. AVI has times of decoding only,
    which count its images; what PyAV says besides is a guess."""
    is_avi = container.format.name == "avi"
    tick = None
    for image in container.decode(stream):
        if not is_avi:
            tick = image.pts
        elif image.dts is not None:
            tick = image.dts
        else:
            # The decoder's last images come after the last packet.
            tick += 1
        yield tick, image


class TorchCodecDecoder:
    """Decodes and scales by torchcodec, which scales bilinearly."""

    def __init__(self, plan: dict):
        import torchcodec
        from torchcodec.decoders import VideoDecoder
        from torchcodec.transforms import Resize

        self.plan = plan
        self.decoder = VideoDecoder
        self.transforms = [Resize((plan["height"], plan["width"]))]
        self.version = f"torchcodec {torchcodec.__version__}"

    def frames(self, window: dict) -> torch.Tensor:
        decoder = self.decoder(
            window["path"],
            dimension_order="NHWC",
            num_ffmpeg_threads=1,
            seek_mode="approximate",
            transforms=self.transforms,
        )
        rate = self.plan["framesPerSecond"]
        frames = range(
            window["startFrame"], window["startFrame"] + window["frameCount"]
        )
        # Just before the time from which on the next frame of the grid is shown.
        times = [window["firstSec"] + (k + 0.5) / rate - 1e-5 for k in frames]
        # The header may claim more than the file holds.
        metadata = decoder.metadata
        last = metadata.begin_stream_seconds + (
            metadata.num_frames - 0.5
        ) / metadata.average_fps
        return decoder.get_frames_played_at(
            [min(time, last) for time in times]
        ).data


DECODERS = {"pyav": PyAvDecoder, "torchcodec": TorchCodecDecoder}


class Windows(Dataset):
    """The windows of a plan, decoded one by one."""

    def __init__(self, plan: dict, decoder: PyAvDecoder | TorchCodecDecoder):
        self.windows = plan["windows"]
        self.frame_count = plan["frameCount"]
        self.decoder = decoder

    def __len__(self) -> int:
        return len(self.windows)

    def __getitem__(self, index: int) -> torch.Tensor:
        frames = torch.as_tensor(self.decoder.frames(self.windows[index]))
        missing = self.frame_count - len(frames)
        if missing == 0:
            return frames
        # The last frame repeats.
        return torch.cat((frames, frames[-1:].expand(missing, -1, -1, -1)))


def main() -> None:
    plan_file, name = sys.argv[1:]
    plan = json.loads(Path(plan_file).read_text())
    decoder = DECODERS[name](plan)
    loader = DataLoader(
        Windows(plan, decoder),
        batch_size=plan["batchWindows"],
        num_workers=plan["processes"],
        persistent_workers=True,
    )
    version = f"{decoder.version}, PyTorch {torch.__version__}"
    print(json.dumps({"version": version}), flush=True)
    for line in sys.stdin:
        request, *rest = line.strip().split(" ", 1)
        started_at = time.perf_counter()
        windows = 0
        with open(rest[0] if request == "check" else "/dev/null", "wb") as file:
            for batch in loader:
                windows += len(batch)
                if request == "check":
                    file.write(batch.numpy().tobytes())
        seconds = time.perf_counter() - started_at
        answer = {"seconds": seconds, "windows": windows}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()

"""The PyTorch side of ``deno task bench engine``.

    python3 pytorch.py FOLDER PRECISION VARIANT

FOLDER holds case.json, inputs.safetensors and a weight file for each network.
The program answers every line on standard input with a line of JSON on
standard output: "step" takes the case's pass, of training, inference or a
test of videos, and returns its seconds and loss,
"memory" returns the peak of the memory that holds tensors, in bytes: the
process's resident memory, or what was reserved on the GPU.

VARIANT: eager, channels_last (channels_last_3d for the ResNet), or compile
(torch.compile on top of it).
"""

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file

from networks import create_network


def is_decayed(name: str, parameter: torch.Tensor) -> bool:
    return parameter.ndim > 1 and name not in (
        "cls_token",
        "pos_embed",
        "time_embed",
    )


def contrastive_loss(
    primary: torch.Tensor, auxiliary: torch.Tensor, temperature: float
) -> torch.Tensor:
    """Equation (6): symmetric NT-Xent over class probabilities."""
    size = primary.shape[0]
    representations = torch.cat((primary, auxiliary)).softmax(1)
    directions = F.normalize(representations, dim=1)
    similarities = directions @ directions.T / temperature
    device = similarities.device
    similarities = similarities - 1e9 * torch.eye(2 * size, device=device)
    partners = torch.arange(2 * size, device=device).roll(size)
    return F.cross_entropy(similarities, partners)


def masked_cross_entropy(
    strong: torch.Tensor, weak: torch.Tensor, threshold: float
) -> torch.Tensor:
    """Equations (4) and (5): `weak` are the other network's logits."""
    confidence, labels = weak.detach().softmax(1).max(1)
    losses = F.cross_entropy(strong, labels, reduction="none")
    return (losses * (confidence >= threshold)).mean()


def arranged(clips: torch.Tensor, channels_last: bool) -> torch.Tensor:
    """Clips [batch, frames, height, width, 3] as a network takes them."""
    # As channels_last_3d without a copy.
    clips = clips.permute(0, 4, 1, 2, 3)
    return clips if channels_last else clips.contiguous()


class Training:
    """The pass of a case: its networks, optimizers and inputs."""

    def __init__(
        self, folder: Path, precision: str, variant: str, threads: int = 0
    ):
        case = json.loads((folder / "case.json").read_text())
        torch.set_num_threads(threads or case["threads"])
        self.case = case
        self.device = "cuda" if case["device"] == "gpu" else "cpu"
        # As TensorFlow: products of float32 matrices in TF32.
        torch.backends.cuda.matmul.allow_tf32 = True
        torch.backends.cudnn.allow_tf32 = True
        # As TensorFlow: the fastest convolution is found by trying.
        torch.backends.cudnn.benchmark = True
        self.autocast = precision == "bf16"
        inputs = load_file(folder / "inputs.safetensors")
        inputs = {
            name: self.own(values).to(self.device)
            for name, values in inputs.items()
        }
        self.labels = inputs.pop("labels").long()
        self.networks = {}
        self.modules = {}
        self.optimizers = {}
        self.clips = {}
        for network_name, config in case["networks"].items():
            module = create_network(config)
            module.load_state_dict(
                load_file(folder / f"{network_name}.safetensors")
            )
            module = module.to(self.device)
            channels_last = (
                variant != "eager" and config["kind"] == "slow-resnet"
            )
            if channels_last:
                module = module.to(memory_format=torch.channels_last_3d)
            views = [
                inputs[f"{view}.{network_name}"] for view in case["views"]
            ]
            if views:
                self.clips[network_name] = arranged(
                    torch.cat(views), channels_last
                )
            named = list(module.named_parameters())
            decayed = [p for name, p in named if is_decayed(name, p)]
            undecayed = [p for name, p in named if not is_decayed(name, p)]
            groups = [
                {"params": decayed, "weight_decay": case["weightDecay"]},
                {"params": undecayed, "weight_decay": 0.0},
            ]
            self.optimizers[network_name] = torch.optim.SGD(
                groups,
                lr=case["learningRate"],
                momentum=case["momentum"],
                fused=True,
            )
            self.modules[network_name] = module.train(
                case["pass"] == "training"
            )
            wrapped = self.wrap(module)
            self.networks[network_name] = (
                torch.compile(wrapped) if variant == "compile" else wrapped
            )
        self.sizes = [
            len(inputs[f"{view}.primary"]) for view in case["views"]
        ]

    def own(self, tensor: torch.Tensor) -> torch.Tensor:
        """The part of the clips that this process takes: all of them."""
        return tensor

    def wrap(self, module: torch.nn.Module) -> torch.nn.Module:
        """The module as a step calls it."""
        return module

    def contrasted(self, logits: torch.Tensor) -> torch.Tensor:
        """The logits of the clips that are contrasted with each other."""
        return logits

    def loss(self) -> torch.Tensor:
        logits = {}
        with torch.autocast(
            self.device, torch.bfloat16, enabled=self.autocast
        ):
            for network_name, network in self.networks.items():
                logits[network_name] = network(self.clips[network_name])
        # Losses in float32, outside autocast.
        case = self.case
        views = {
            network_name: values.float().split(self.sizes)
            for network_name, values in logits.items()
        }
        loss = sum(
            F.cross_entropy(labeled, self.labels)
            for labeled, *_ in views.values()
        )
        if "auxiliary" in views:
            _, weak_primary, strong_primary = views["primary"]
            _, weak_auxiliary, strong_auxiliary = views["auxiliary"]
            pseudo = masked_cross_entropy(
                strong_primary, weak_auxiliary, case["threshold"]
            ) + masked_cross_entropy(
                strong_auxiliary, weak_primary, case["threshold"]
            )
            loss = loss + case["gamma"] * pseudo
            loss = loss + case["beta"] * contrastive_loss(
                self.contrasted(weak_primary),
                self.contrasted(weak_auxiliary),
                case["temperature"],
            )
        return loss

    def take(self) -> dict:
        return self.step() if self.case["pass"] == "training" else self.infer()

    def infer(self) -> dict:
        started_at = time.perf_counter()
        with torch.inference_mode():
            loss = self.loss().item()
        return {"seconds": time.perf_counter() - started_at, "loss": loss}

    def step(self) -> dict:
        started_at = time.perf_counter()
        loss = self.loss()
        loss.backward()
        for network_name, module in self.modules.items():
            norm = self.case["maxGradientNorm"]
            torch.nn.utils.clip_grad_norm_(
                module.parameters(), norm, foreach=True
            )
            self.optimizers[network_name].step()
            self.optimizers[network_name].zero_grad(set_to_none=True)
        if self.device == "cuda":
            torch.cuda.synchronize()
        return {
            "seconds": time.perf_counter() - started_at,
            "loss": loss.item(),
        }

    def peak_memory(self) -> int:
        if self.device == "cuda":
            return torch.cuda.max_memory_reserved()
        return peak_resident_memory()


class Evaluation(Training):
    """The test of a case's videos, from their files to their probabilities.

    Each video is decoded by the ffmpeg process that ours starts, as many at
    the same time as there are threads, while another one is computed.
    """

    def __init__(self, folder: Path, precision: str, variant: str):
        super().__init__(folder, precision, variant)
        self.channels_last = variant != "eager"
        plan = json.loads((folder / "videos.json").read_text())
        self.ffmpeg, self.videos = plan["ffmpegPath"], plan["videos"]
        self.decoders = ThreadPoolExecutor(self.case["threads"])

    def take(self) -> dict:
        started_at = time.perf_counter()
        with torch.inference_mode():
            views = self.decoders.map(self.views, self.videos)
            losses = [
                F.nll_loss(self.answer(clips).log(), label)
                for clips, label in zip(views, self.labels)
            ]
        loss = torch.stack(losses).mean().item()
        return {"seconds": time.perf_counter() - started_at, "loss": loss}

    def views(self, video: dict) -> torch.Tensor:
        """All crops of all clips, uint8 [views, frames, size, size, 3]."""
        decoded = subprocess.run(
            [self.ffmpeg, *video["args"]],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
        )
        width, height = video["width"], video["height"]
        pixels = torch.frombuffer(bytearray(decoded.stdout), dtype=torch.uint8)
        frames = pixels.view(-1, height, width, 3)
        # After the last frame it repeats.
        clips = torch.tensor(video["clips"]).clamp(max=len(frames) - 1)
        crops = [
            frames[clips][..., left : left + height, :]
            for left in video["lefts"]
        ]
        return torch.cat(crops)

    def answer(self, views: torch.Tensor) -> torch.Tensor:
        """Mean probabilities of a video's views."""
        clips = views.to(self.device).float().div_(255)
        clips = clips.sub_(0.45).div_(0.225)
        with torch.autocast(
            self.device, torch.bfloat16, enabled=self.autocast
        ):
            logits = self.networks["primary"](
                arranged(clips, self.channels_last)
            )
        return logits.float().softmax(1).mean(0)


def peak_resident_memory() -> int:
    status = Path("/proc/self/status").read_text()
    line = next(
        line for line in status.splitlines() if line.startswith("VmHWM")
    )
    return int(line.split()[1]) * 1024


def main() -> None:
    folder, precision, variant = sys.argv[1:]
    case = json.loads((Path(folder) / "case.json").read_text())
    kind = Evaluation if case["pass"] == "evaluation" else Training
    engine = kind(Path(folder), precision, variant)
    print(json.dumps({"version": f"PyTorch {torch.__version__}"}), flush=True)
    for line in sys.stdin:
        request = line.strip()
        answer = (
            engine.take()
            if request == "step"
            else {"bytes": engine.peak_memory()}
        )
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()

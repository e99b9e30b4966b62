"""The PyTorch side of ``deno task bench engine``.

    python3 pytorch.py FOLDER PRECISION VARIANT

FOLDER holds case.json, inputs.safetensors and a weight file for each network. Then one line of JSON
on standard output for every line on standard input: "step" takes a training step and answers its
seconds and loss, "memory" answers the peak of the resident memory in bytes.

VARIANT: eager, channels_last (channels_last_3d for the ResNet), compile (torch.compile on top of it).
"""

import json
import sys
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file

from networks import create


def undecayed(name: str, parameter: torch.Tensor) -> bool:
    return parameter.ndim <= 1 or name in ("cls_token", "pos_embed", "time_embed")


def contrast(primary: torch.Tensor, auxiliary: torch.Tensor, temperature: float) -> torch.Tensor:
    """Equation (6): symmetric NT-Xent over class probabilities."""
    size = primary.shape[0]
    both = torch.cat((primary, auxiliary)).softmax(1)
    directions = F.normalize(both, dim=1)
    similarities = directions @ directions.T / temperature
    similarities = similarities - 1e9 * torch.eye(2 * size)
    return F.cross_entropy(similarities, torch.arange(2 * size).roll(size))


def masked(strong: torch.Tensor, weak: torch.Tensor, threshold: float) -> torch.Tensor:
    """Equations (4) and (5): `weak` are the other network's logits."""
    confidence, labels = weak.detach().softmax(1).max(1)
    losses = F.cross_entropy(strong, labels, reduction="none")
    return (losses * (confidence >= threshold)).mean()


class Training:
    def __init__(self, folder: Path, precision: str, variant: str):
        case = json.loads((folder / "case.json").read_text())
        torch.set_num_threads(case["threads"])
        self.case = case
        self.autocast = precision == "bf16"
        inputs = load_file(folder / "inputs.safetensors")
        self.labels = inputs.pop("labels").long()
        self.networks, self.modules, self.optimizers, self.clips = {}, {}, {}, {}
        for role, config in case["networks"].items():
            module = create(config)
            module.load_state_dict(load_file(folder / f"{role}.safetensors"))
            views = [inputs[f"{view}.{role}"] for view in case["views"]]
            # [batch, frames, height, width, 3] seen as channels_last_3d without a copy.
            clips = torch.cat(views).permute(0, 4, 1, 2, 3)
            if variant != "eager" and config["kind"] == "slow-resnet":
                module = module.to(memory_format=torch.channels_last_3d)
            else:
                clips = clips.contiguous()
            self.clips[role] = clips
            decay = [p for n, p in module.named_parameters() if not undecayed(n, p)]
            rest = [p for n, p in module.named_parameters() if undecayed(n, p)]
            groups = [
                {"params": decay, "weight_decay": case["weightDecay"]},
                {"params": rest, "weight_decay": 0.0},
            ]
            self.optimizers[role] = torch.optim.SGD(
                groups, lr=case["learningRate"], momentum=case["momentum"], fused=True
            )
            self.modules[role] = module.train()
            self.networks[role] = torch.compile(module) if variant == "compile" else module

    def loss(self) -> torch.Tensor:
        logits = {}
        with torch.autocast("cpu", torch.bfloat16, enabled=self.autocast):
            for role, network in self.networks.items():
                logits[role] = network(self.clips[role])
        # Losses in float32, outside autocast.
        sizes = [self.case["labeled"], *[self.case["unlabeled"]] * (len(self.case["views"]) - 1)]
        views = {role: values.float().split(sizes) for role, values in logits.items()}
        loss = sum(F.cross_entropy(v[0], self.labels) for v in views.values())
        if "auxiliary" in views:
            (_, weak_z, strong_z), (_, weak_a, strong_a) = views["primary"], views["auxiliary"]
            threshold = self.case["threshold"]
            pseudo = masked(strong_z, weak_a, threshold) + masked(strong_a, weak_z, threshold)
            loss = loss + self.case["gamma"] * pseudo
            loss = loss + self.case["beta"] * contrast(weak_z, weak_a, self.case["temperature"])
        return loss

    def step(self) -> dict:
        start = time.perf_counter()
        loss = self.loss()
        loss.backward()
        for role, module in self.modules.items():
            norm = self.case["maxGradientNorm"]
            torch.nn.utils.clip_grad_norm_(module.parameters(), norm, foreach=True)
            self.optimizers[role].step()
            self.optimizers[role].zero_grad(set_to_none=True)
        return {"seconds": time.perf_counter() - start, "loss": loss.item()}


def peak_memory() -> int:
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def main() -> None:
    folder, precision, variant = sys.argv[1:]
    training = Training(Path(folder), precision, variant)
    print(json.dumps({"version": f"PyTorch {torch.__version__}"}), flush=True)
    for line in sys.stdin:
        request = line.strip()
        answer = training.step() if request == "step" else {"bytes": peak_memory()}
        print(json.dumps(answer), flush=True)


main()

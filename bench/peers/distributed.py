"""PyTorch's side of ``deno task bench workers``: DistributedDataParallel.

    python3 distributed.py FOLDER VARIANT TASK

FOLDER and VARIANT are those of pytorch.py; TASK is JSON: "task", "size",
"threads" and "addresses", of which the first is where the processes meet, or
null if each takes steps of its own. Processes exchange tensors by gloo.
The program answers every line on standard input with a line of JSON: "steps N"
takes training steps, "memory" returns the peak of the resident memory.
"""

import json
import sys
import time
from pathlib import Path

import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel

from pytorch import Training, peak_resident_memory


class AllGather(torch.autograd.Function):
    """Concatenates the rows of all processes; gradients are their sums."""

    @staticmethod
    def forward(context, rows: torch.Tensor) -> torch.Tensor:
        parts = [torch.empty_like(rows) for _ in range(dist.get_world_size())]
        dist.all_gather(parts, rows.contiguous())
        return torch.cat(parts)

    @staticmethod
    def backward(context, gradient: torch.Tensor) -> torch.Tensor:
        total = gradient.clone()
        dist.all_reduce(total)
        return total.chunk(dist.get_world_size())[dist.get_rank()]


class PartOfTraining(Training):
    """The training step of one of several processes."""

    def __init__(self, folder: Path, variant: str, worker: dict):
        self.size = worker["size"]
        self.task = worker["task"]
        self.joined = worker["addresses"] is not None
        if self.joined:
            dist.init_process_group(
                "gloo",
                init_method=f"tcp://{worker['addresses'][0]}",
                rank=self.task,
                world_size=self.size,
            )
        super().__init__(folder, "float32", variant, worker["threads"])

    def own(self, tensor: torch.Tensor) -> torch.Tensor:
        return tensor.chunk(self.size)[self.task]

    def wrap(self, module: torch.nn.Module) -> torch.nn.Module:
        if not self.joined:
            return module
        return DistributedDataParallel(module, gradient_as_bucket_view=True)

    def contrasted(self, logits: torch.Tensor) -> torch.Tensor:
        """The clips of all processes, as ours has it."""
        return AllGather.apply(logits) if self.joined else logits

    def steps(self, count: int) -> dict:
        seconds, losses = [], []
        if self.joined:
            dist.barrier()
        for _ in range(count):
            started_at = time.perf_counter()
            losses.append(self.step()["loss"])
            seconds.append(time.perf_counter() - started_at)
        means = torch.tensor(losses)
        if self.joined:
            dist.all_reduce(means)
            means /= self.size
        waits = [0.0] * count
        return {"seconds": seconds, "waits": waits, "losses": means.tolist()}

    def gradient_bytes(self) -> int:
        parameters = [
            parameter
            for module in self.modules.values()
            for parameter in module.parameters()
        ]
        return 4 * sum(parameter.numel() for parameter in parameters)


def main() -> None:
    folder, variant, worker = sys.argv[1:]
    training = PartOfTraining(Path(folder), variant, json.loads(worker))
    ready = {
        "version": f"PyTorch {torch.__version__}",
        "gradientBytes": training.gradient_bytes(),
    }
    print(json.dumps(ready), flush=True)
    for line in sys.stdin:
        word, *counts = line.split()
        answer = (
            training.steps(int(counts[0]))
            if word == "steps"
            else {"bytes": peak_resident_memory()}
        )
        print(json.dumps(answer), flush=True)
    if training.joined:
        dist.destroy_process_group()


if __name__ == "__main__":
    main()

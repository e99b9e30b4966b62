"""The two networks in plain PyTorch, under the official parameter names.

Written for this bench after the layouts of PyTorchVideo's ``slow_r50`` and the
official TimeSformer (facebookresearch/TimeSformer, ``vit.py``); state dicts
are interchangeable with both.
Clips are [batch, 3, frames, height, width].
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def conv(
    channels_in: int, channels_out: int, kernel: tuple, stride: int = 1
) -> nn.Conv3d:
    return nn.Conv3d(
        channels_in,
        channels_out,
        kernel,
        stride=(1, stride, stride),
        padding=tuple(k // 2 for k in kernel),
        bias=False,
    )


class Stem(nn.Module):
    def __init__(self, config: dict):
        super().__init__()
        kernel = config["stemKernel"]
        self.conv = conv(
            3, config["width"], (1, kernel, kernel), config["stemStride"]
        )
        self.norm = nn.BatchNorm3d(config["width"])
        self.pool = config["stemPool"]

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(self.norm(self.conv(x)), inplace=True)
        return (
            F.max_pool3d(x, (1, 3, 3), (1, 2, 2), (0, 1, 1))
            if self.pool
            else x
        )


class Branch(nn.Module):
    """The residual branch: T×1×1, 1×3×3, 1×1×1, or T×3×3, 1×3×3."""

    def __init__(
        self,
        block: str,
        inputs: int,
        inner: int,
        outputs: int,
        frames: int,
        stride: int,
    ):
        super().__init__()
        if block == "bottleneck":
            self.conv_a = conv(inputs, inner, (frames, 1, 1))
            self.conv_b = conv(inner, inner, (1, 3, 3), stride)
            self.conv_c = conv(inner, outputs, (1, 1, 1))
            self.norm_c = nn.BatchNorm3d(outputs)
        else:
            self.conv_a = conv(inputs, inner, (frames, 3, 3), stride)
            self.conv_b = conv(inner, outputs, (1, 3, 3))
            self.conv_c = None
        self.norm_a = nn.BatchNorm3d(self.conv_a.out_channels)
        self.norm_b = nn.BatchNorm3d(self.conv_b.out_channels)

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(self.norm_a(self.conv_a(x)), inplace=True)
        x = self.norm_b(self.conv_b(x))
        return (
            x
            if self.conv_c is None
            else self.norm_c(self.conv_c(F.relu(x, inplace=True)))
        )


class ResidualBlock(nn.Module):
    def __init__(
        self,
        block: str,
        inputs: int,
        inner: int,
        outputs: int,
        frames: int,
        stride: int,
    ):
        super().__init__()
        self.branch1_conv = None
        if inputs != outputs or stride != 1:
            self.branch1_conv = conv(inputs, outputs, (1, 1, 1), stride)
            self.branch1_norm = nn.BatchNorm3d(outputs)
        self.branch2 = Branch(block, inputs, inner, outputs, frames, stride)

    def forward(self, x: Tensor) -> Tensor:
        shortcut = (
            x
            if self.branch1_conv is None
            else self.branch1_norm(self.branch1_conv(x))
        )
        return F.relu(shortcut + self.branch2(x), inplace=True)


class Stage(nn.Module):
    def __init__(self, blocks: list):
        super().__init__()
        self.res_blocks = nn.ModuleList(blocks)

    def forward(self, x: Tensor) -> Tensor:
        for block in self.res_blocks:
            x = block(x)
        return x


class Head(nn.Module):
    def __init__(self, features: int, classes: int):
        super().__init__()
        self.proj = nn.Linear(features, classes)

    def forward(self, x: Tensor) -> Tensor:
        return self.proj(x.mean((2, 3, 4)))


class SlowResNet(nn.Module):
    def __init__(self, config: dict):
        super().__init__()
        expansion = 4 if config["block"] == "bottleneck" else 1
        stages = [Stem(config)]
        channels = config["width"]
        plan = zip(
            config["depths"],
            config["temporalKernels"],
            config["spatialStrides"],
        )
        for stage, (depth, frames, stride) in enumerate(plan):
            inner = config["width"] * 2**stage
            blocks = []
            for index in range(depth):
                step = stride if index == 0 else 1
                block = config["block"]
                blocks.append(
                    ResidualBlock(
                        block, channels, inner, inner * expansion, frames, step
                    )
                )
                channels = inner * expansion
            stages.append(Stage(blocks))
        self.blocks = nn.Sequential(*stages, Head(channels, config["classes"]))

    def forward(self, clips: Tensor) -> Tensor:
        return self.blocks(clips)


class Attention(nn.Module):
    def __init__(self, width: int, heads: int):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)

    def forward(self, x: Tensor) -> Tensor:
        batch, tokens, width = x.shape
        qkv = self.qkv(x).reshape(
            batch, tokens, 3, self.heads, width // self.heads
        )
        q, k, v = qkv.permute(2, 0, 3, 1, 4).unbind(0)
        y = F.scaled_dot_product_attention(q, k, v)
        return self.proj(y.transpose(1, 2).reshape(batch, tokens, width))


class Mlp(nn.Module):
    def __init__(self, width: int, hidden: int):
        super().__init__()
        self.fc1 = nn.Linear(width, hidden)
        self.fc2 = nn.Linear(hidden, width)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc2(F.gelu(self.fc1(x)))


class Block(nn.Module):
    def __init__(self, width: int, heads: int, hidden: int):
        super().__init__()
        self.norm1 = nn.LayerNorm(width, eps=1e-6)
        self.attn = Attention(width, heads)
        self.temporal_norm1 = nn.LayerNorm(width, eps=1e-6)
        self.temporal_attn = Attention(width, heads)
        self.temporal_fc = nn.Linear(width, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-6)
        self.mlp = Mlp(width, hidden)

    def forward(
        self, x: Tensor, batch: int, frames: int, patch_count: int
    ) -> Tensor:
        width = x.shape[-1]
        class_token = x[:, :1]
        patches = x[:, 1:]  # ordered (patch, frame)
        temporal = patches.reshape(batch * patch_count, frames, width)
        temporal = self.temporal_attn(self.temporal_norm1(temporal))
        residual = self.temporal_fc(temporal).reshape(
            batch, patch_count * frames, width
        )
        patches = patches + residual
        spatial = patches.reshape(batch, patch_count, frames, width).transpose(
            1, 2
        )
        spatial = spatial.reshape(batch * frames, patch_count, width)
        repeated = class_token.expand(-1, frames, -1).reshape(
            batch * frames, 1, width
        )
        spatial = self.attn(self.norm1(torch.cat((repeated, spatial), 1)))
        class_residual = (
            spatial[:, 0].reshape(batch, frames, width).mean(1, keepdim=True)
        )
        patch_residual = spatial[:, 1:].reshape(
            batch, frames, patch_count, width
        )
        patch_residual = patch_residual.transpose(1, 2).reshape(
            batch, patch_count * frames, width
        )
        x = torch.cat(
            (class_token + class_residual, patches + patch_residual), 1
        )
        return x + self.mlp(self.norm2(x))


class PatchEmbedding(nn.Module):
    def __init__(self, width: int, patch: int):
        super().__init__()
        self.proj = nn.Conv2d(3, width, patch, stride=patch)

    def forward(self, clips: Tensor) -> Tensor:
        images = clips.transpose(1, 2).flatten(0, 1)
        return self.proj(images).flatten(2).transpose(1, 2)


class TimeSformer(nn.Module):
    def __init__(self, config: dict):
        super().__init__()
        width = config["width"]
        patch = config["patch"]
        self.frames = config["frames"]
        self.patch_count = (config["size"] // patch) ** 2
        self.cls_token = nn.Parameter(torch.zeros(1, 1, width))
        self.pos_embed = nn.Parameter(
            torch.zeros(1, 1 + self.patch_count, width)
        )
        self.time_embed = nn.Parameter(torch.zeros(1, self.frames, width))
        self.patch_embed = PatchEmbedding(width, patch)
        hidden = int(width * config["mlpRatio"])
        self.blocks = nn.ModuleList(
            Block(width, config["heads"], hidden)
            for _ in range(config["depth"])
        )
        self.norm = nn.LayerNorm(width, eps=1e-6)
        self.head = nn.Linear(width, config["classes"])

    def forward(self, clips: Tensor) -> Tensor:
        batch, width = clips.shape[0], self.pos_embed.shape[-1]
        tokens = self.patch_embed(clips) + self.pos_embed[:, 1:]
        tokens = tokens.reshape(
            batch, self.frames, self.patch_count, width
        ).transpose(1, 2)
        tokens = tokens + self.time_embed[:, None]
        tokens = tokens.reshape(batch, self.patch_count * self.frames, width)
        class_token = (self.cls_token + self.pos_embed[:, :1]).expand(
            batch, -1, -1
        )
        x = torch.cat((class_token, tokens), 1)
        for block in self.blocks:
            x = block(x, batch, self.frames, self.patch_count)
        return self.head(self.norm(x)[:, 0])


def create_network(config: dict) -> nn.Module:
    if config["kind"] == "slow-resnet":
        return SlowResNet(config)
    if config["kind"] == "timesformer":
        return TimeSformer(config)
    raise ValueError(
        "Cannot create a network as its kind must be slow-resnet or timesformer: "
        f"current value is {config['kind']}"
    )

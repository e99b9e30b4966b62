import type { TensorInfo } from "../safetensors/mod.ts";

/** Signs of networks that are known by their names, but not supported. */
const SIGNS: readonly (readonly [sign: RegExp, what: string])[] = [
  [
    /(?:^|\.)(?:slow_path\.|t_conv1_)|^t_(?:conv1|pool1)_/,
    "a SlowFast with names of MMAction2 or Caffe2",
  ],
  [/(?:^|\.)(?:roi_head|detection_head|bbox_head)\./, "a network that detects actions in boxes"],
  [/non_?local/, "a network with non-local blocks"],
  [/conv1_xy|conv_xy\.|(?:^|\.)blocks\.0\.conv\.conv_t\.|(?:^|\.)conv1_[st]\.conv\./, "an X3D"],
  [/pool_q|pos_embed_spatial|rel_pos_h|cls_positional_encoding/, "an MViT"],
  [/relative_position_bias_table/, "a Swin transformer"],
  [/(?:^|\.)videomae\.|encoder_to_decoder|mask_token|\.attn\.q_bias$/, "a VideoMAE"],
  [/(?:^|\.)vivit\./, "a ViViT"],
  [/(?:^|\.)layer1\.0\.conv1\.0\.(?:0\.)?weight$/, "a 3D ResNet of torchvision, or an R(2+1)D"],
  [/(?:^|\.)backbone\.layer1\.0\.conv1\.conv\.net\./, "a TSM"],
  [/visual\.transformer\.resblocks/, "a CLIP"],
  [/\.attention\.attention\.query\.weight$/, "a ViT with Hugging Face's names"],
  [/(?:^|\.)(?:dist_token|head_dist\.)/, "a distilled DeiT"],
  [/\.(?:ls1\.gamma|gamma_1)$/, "a ViT with layer scale"],
  [/(?:^|\.)reg_token$/, "a ViT with register tokens"],
  [/\.attn\.q_norm\./, "a ViT with normalized queries"],
  [/(?:^|\.)fc_norm\./, "a ViT that averages its patches"],
  [/(?:^|\.)stages\.0\.blocks\.0\./, "a ConvNeXt or the like"],
  [/(?:^|\.)denseblock1\.|(?:^|\.)features\.0\./, "a convolutional network for images"],
];

/** Returns what a file holds that is known, but not supported; undefined if that is not known. */
export function describeUnsupported(
  tensors: ReadonlyMap<string, TensorInfo>,
): string | undefined {
  for (const [sign, what] of SIGNS) {
    for (const name of tensors.keys()) {
      if (sign.test(name)) return `it looks like ${what} (${name})`;
    }
  }
  return undefined;
}

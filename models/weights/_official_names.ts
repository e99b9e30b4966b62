/** What a file of Hugging Face's TimeSformer has among its names. */
const HUGGING_FACE = /(?:^|\.)embeddings\.patch_embeddings\.projection\.weight$/;

/** Parts of names in Hugging Face's TimeSformer and in the official one; applied in this order. */
const RENAMED: readonly (readonly [pattern: RegExp, official: string])[] = [
  [/(^|\.)timesformer\./, "$1"],
  [/(^|\.)embeddings\.cls_token$/, "$1cls_token"],
  [/(^|\.)embeddings\.position_embeddings$/, "$1pos_embed"],
  [/(^|\.)embeddings\.time_embeddings$/, "$1time_embed"],
  [/(^|\.)embeddings\.patch_embeddings\.projection\./, "$1patch_embed.proj."],
  [/(^|\.)encoder\.layer\.(\d+)\./, "$1blocks.$2."],
  [/\.temporal_attention\.attention\.qkv\./, ".temporal_attn.qkv."],
  [/\.temporal_attention\.output\.dense\./, ".temporal_attn.proj."],
  [/\.temporal_layernorm\./, ".temporal_norm1."],
  [/\.temporal_dense\./, ".temporal_fc."],
  [/\.attention\.attention\.qkv\./, ".attn.qkv."],
  [/\.attention\.output\.dense\./, ".attn.proj."],
  [/\.layernorm_before\./, ".norm1."],
  [/\.layernorm_after\./, ".norm2."],
  [/\.intermediate\.dense\./, ".mlp.fc1."],
  [/\.output\.dense\./, ".mlp.fc2."],
  [/(^|\.)layernorm\.(weight|bias)$/, "$1norm.$2"],
  [/(^|\.)classifier\.(weight|bias)$/, "$1head.$2"],
];

/**
 * Returns the names of a file's tensors by their official names. Those of Hugging Face's TimeSformer
 * are translated; any other name is official, or stays as it is.
 */
export function officialNames(names: Iterable<string>): ReadonlyMap<string, string> {
  const inFile = [...names];
  const isTranslated = inFile.some((name) => HUGGING_FACE.test(name));
  const entries = inFile.map((name) => [isTranslated ? translate(name) : name, name] as const);
  const translated = new Map(entries);
  // If two names have become one, the file is not what it seems.
  return translated.size === inFile.length
    ? translated
    : new Map(inFile.map((name) => [name, name]));
}

function translate(name: string): string {
  return RENAMED.reduce((result, [pattern, official]) => result.replace(pattern, official), name);
}

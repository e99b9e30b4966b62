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

/** What PyTorch puts around a module, which may be any part of a network. */
const WRAPPERS = /(?<=^|\.)(?:_orig_mod|_fsdp_wrapped_module|_checkpoint_wrapped_module)\./g;

/**
 * Returns the names of a file's tensors by their official names: without the parts that PyTorch's
 * own wrappers add anywhere in a name, and those of Hugging Face's TimeSformer translated.
 */
export function officialNames(names: Iterable<string>): ReadonlyMap<string, string> {
  const inFile = [...names];
  const isTranslated = inFile.some((name) => HUGGING_FACE.test(name));
  const official = new Map(inFile.map((name) => {
    const unwrapped = name.replaceAll(WRAPPERS, "");
    return [isTranslated ? translate(unwrapped) : unwrapped, name];
  }));
  // If two names have become one, the file may hold a network twice, and which to take is unknown.
  return official.size === inFile.length ? official : new Map(inFile.map((name) => [name, name]));
}

function translate(name: string): string {
  return RENAMED.reduce((result, [pattern, part]) => result.replace(pattern, part), name);
}

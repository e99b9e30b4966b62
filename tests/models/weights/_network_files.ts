import {
  createModel,
  type ModelConfig,
  officialShape,
  type TensorFile,
  type TensorInfo,
} from "../../../models/mod.ts";

/** A file of which only names, shapes and metadata are there. */
export function fileOf(
  tensors: Iterable<readonly [string, readonly number[]]>,
  { path = "FILE", metadata = {} }: Partial<Pick<TensorFile, "path" | "metadata">> = {},
): TensorFile {
  const infos = [...tensors].map(([name, shape]): [string, TensorInfo] => [
    name,
    { dtype: "F32", shape },
  ]);
  return {
    path,
    metadata,
    tensors: new Map(infos),
    read: () => Promise.reject(new Error("Cannot read as the file must have values: it has none")),
    [Symbol.dispose]: () => {},
  };
}

/** Names and shapes of a network's tensors in PyTorch. */
export function tensorsOf(config: ModelConfig): [string, readonly number[]][] {
  const { parameters, statistics } = createModel(config);
  return [...parameters, ...statistics].map((spec) => [spec.name, officialShape(spec)]);
}

/** Names of a file, changed. */
export type Rename = (name: string) => string;

/** Returns a network's names as PySlowFast has them. */
export const pyslowfast: Rename = (name) =>
  name.replace("blocks.0.conv.", "s1.pathway0_stem.conv.")
    .replace("blocks.0.norm.", "s1.pathway0_stem.bn.")
    .replace(
      /^blocks\.(\d)\.res_blocks\.(\d+)\./,
      (_, stage, block) => `s${Number(stage) + 1}.pathway0_res${block}.`,
    )
    .replace("branch1_conv", "branch1").replace("branch1_norm", "branch1_bn")
    .replace(/branch2\.conv_(.)/, "branch2.$1").replace(/branch2\.norm_(.)/, "branch2.$1_bn")
    .replace("blocks.5.proj", "head.projection");

/** Returns a network's names as Caffe2 has them in PySlowFast's first files. */
export const caffe2: Rename = (name) =>
  pyslowfast(name)
    .replace(/^s1\.pathway0_stem\.conv/, "conv1").replace(/^s1\.pathway0_stem\.bn/, "res_conv1_bn")
    .replace(/^s(\d)\.pathway0_res(\d+)\.branch1/, "res$1_$2_branch1")
    .replace(/^s(\d)\.pathway0_res(\d+)\.branch2\./, "res$1_$2_branch2")
    .replace("head.projection", "pred")
    .replace(/bn\.weight$/, "bn_s").replace(/bn\.bias$/, "bn_b")
    .replace(/bn\.running_mean$/, "bn_rm").replace(/bn\.running_var$/, "bn_riv")
    .replace(/\.weight$/, "_w").replace(/\.bias$/, "_b");

/** Names and shapes of a network's tensors, renamed. */
export function renamed(config: ModelConfig, rename: Rename): [string, readonly number[]][] {
  return tensorsOf(config).map(([name, shape]) => [rename(name), shape]);
}

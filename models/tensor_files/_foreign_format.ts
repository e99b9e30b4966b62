/** A format that a file may have in place of safetensors. */
export interface ForeignFormat {
  /** What the file is, after "it is". */
  readonly what: string;
  /** What to do; `IN` is the file, `OUT` a path for the safetensors file. */
  readonly remedy: string;
}

/** A format that is recognized by certain bytes; a character of a text is a byte here. */
export interface BinaryFormat extends ForeignFormat {
  /** Bytes that the file has at `offset`: any of these. */
  readonly magics: readonly string[];
  /**
   * Position of the bytes, counted from the end of the file if negative.
   *
   * @default 0
   */
  readonly offset?: number;
  /** What the first or last bytes must also hold, such as the name of a file in an archive. */
  readonly holds?: RegExp;
}

/** A format of text; `EXCERPT` in `what` is the beginning of the text. */
export interface TextFormat extends ForeignFormat {
  /** Matches the text from its beginning. */
  readonly pattern: RegExp;
}

const ZIP = ["PK\x03\x04", "PK\x05\x06", "PK\x07\x08"];

/** Saves the tensors of the state dict `s`; tensors that share memory cannot be saved as they are. */
const SAVE_STATE =
  "save_file({k: v.contiguous().clone() for k, v in s.items() if torch.is_tensor(v)}, sys.argv[2])";

/** Replaces a checkpoint by the state dict in it. */
const TAKE_STATE =
  "s = next((s[k] for k in ('state_dict', 'model_state', 'model_state_dict', 'model', 'module') if k in s), s)";

const FROM_PYTORCH = pythonCommand(
  "import sys, torch; from safetensors.torch import save_file; " +
    `s = torch.load(sys.argv[1], map_location='cpu', weights_only=True); ${TAKE_STATE}; ${SAVE_STATE}`,
);

const FROM_TORCHSCRIPT = pythonCommand(
  "import sys, torch; from safetensors.torch import save_file; " +
    `s = torch.jit.load(sys.argv[1], map_location='cpu').state_dict(); ${SAVE_STATE}`,
);

const FROM_NPZ = pythonCommand(
  "import sys, numpy as np; from safetensors.numpy import save_file; " +
    "save_file({k: np.ascontiguousarray(v) for k, v in np.load(sys.argv[1]).items()}, sys.argv[2])",
);

const MERGE_SHARDS = pythonCommand(
  "import json, os, sys; from safetensors.torch import load_file, save_file; " +
    "f = set(json.load(open(sys.argv[1]))['weight_map'].values()); " +
    "d = os.path.dirname(sys.argv[1]); " +
    "save_file({k: v for n in f for k, v in load_file(os.path.join(d, n)).items()}, sys.argv[2])",
);

const MERGE_PYTORCH_SHARDS = pythonCommand(
  "import json, os, sys, torch; from safetensors.torch import save_file; " +
    "f = set(json.load(open(sys.argv[1]))['weight_map'].values()); " +
    "d = os.path.dirname(sys.argv[1]); " +
    "s = {k: v for n in f for k, v in torch.load(os.path.join(d, n), map_location='cpu', " +
    `weights_only=True).items()}; ${SAVE_STATE}`,
);

const MAKE_SAFETENSORS = "Make a safetensors file of it";
const USE_PYTORCH =
  "Its names and layouts are not PyTorch's: use weights of the network in PyTorch, as safetensors";
const GET_AGAIN = "Get the file again, and see whether the server sent an error in its place";

/** The formats known by their bytes; the first that fits is the file's. */
export const BINARY_FORMATS: readonly BinaryFormat[] = [
  {
    what: "a TorchScript archive",
    magics: ZIP,
    holds: /constants\.pkl/,
    remedy: `${MAKE_SAFETENSORS}: ${FROM_TORCHSCRIPT}`,
  },
  {
    what: "a PyTorch checkpoint, as torch.save writes it since 1.6",
    magics: ZIP,
    holds: /data\.pkl/,
    remedy: `${MAKE_SAFETENSORS}: ${FROM_PYTORCH}`,
  },
  {
    what: "a PyTorch checkpoint, as torch.save wrote it before 1.6",
    // A pickle of the number 0x1950a86a20f9469cfc6c.
    magics: [2, 3, 4, 5].map((protocol) =>
      `\x80${String.fromCharCode(protocol)}\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19`
    ),
    remedy: `${MAKE_SAFETENSORS}: ${FROM_PYTORCH}`,
  },
  {
    what: "a NumPy archive (.npz)",
    magics: ZIP,
    holds: /\.npy/,
    remedy: `${MAKE_SAFETENSORS}, whose names must be PyTorch's: ${FROM_NPZ}`,
  },
  {
    what: "a Keras model (.keras)",
    magics: ZIP,
    holds: /\.weights\.h5/,
    remedy: USE_PYTORCH,
  },
  {
    what: "a zip archive",
    magics: ZIP,
    remedy: "Unpack it and give the safetensors file in it: unzip IN",
  },
  {
    what: "a Python pickle that torch.save did not write, such as a Caffe2 model",
    magics: ["\x80\x02", "\x80\x03", "\x80\x04", "\x80\x05"],
    remedy: "Load it in Python, give its tensors PyTorch's names, and write them with " +
      "safetensors.torch.save_file",
  },
  {
    what: "an HDF5 file, as Keras writes its weights",
    magics: ["\x89HDF\r\n\x1a\n"],
    remedy: USE_PYTORCH,
  },
  {
    what: "a TensorFlow SavedModel",
    magics: ["\x08\x01\x12"],
    remedy: USE_PYTORCH,
  },
  {
    what: "the index of a TensorFlow checkpoint",
    magics: ["\x57\xfb\x80\x8b\x24\x75\x47\xdb"],
    offset: -8,
    remedy: USE_PYTORCH,
  },
  {
    what: "a TensorFlow Lite model",
    magics: ["TFL3"],
    offset: 4,
    remedy: USE_PYTORCH,
  },
  {
    what: "an ONNX model",
    magics: onnxBeginnings(),
    remedy: "Its names are not PyTorch's: save the network that it was exported from, with " +
      "safetensors.torch.save_file",
  },
  {
    what: "a NumPy array (.npy)",
    magics: ["\x93NUMPY"],
    remedy: "It holds one tensor without a name: save all of them with " +
      "safetensors.numpy.save_file",
  },
  {
    what: "a GGUF file",
    magics: ["GGUF"],
    remedy: "Use the weights of the network in PyTorch, as safetensors",
  },
  {
    what: "compressed with gzip",
    magics: ["\x1f\x8b"],
    remedy: "Unpack it: gzip -dc IN > OUT",
  },
  {
    what: "compressed with bzip2",
    magics: ["BZh"],
    remedy: "Unpack it: bzip2 -dc IN > OUT",
  },
  {
    what: "compressed with xz",
    magics: ["\xfd7zXZ\0"],
    remedy: "Unpack it: xz -dc IN > OUT",
  },
  {
    what: "compressed with zstd",
    magics: ["\x28\xb5\x2f\xfd"],
    remedy: "Unpack it: zstd -dc IN > OUT",
  },
  {
    what: "a 7-Zip archive",
    magics: ["7z\xbc\xaf\x27\x1c"],
    remedy: "Unpack it and give the safetensors file in it: 7z x IN",
  },
  {
    what: "a RAR archive",
    magics: ["Rar!\x1a\x07"],
    remedy: "Unpack it and give the safetensors file in it: unrar x IN",
  },
  {
    what: "a tar archive",
    magics: ["ustar"],
    offset: 257,
    remedy: "Unpack it and give the safetensors file in it: tar -xf IN",
  },
  {
    what: "a file that begins with zeros, as a download that broke off leaves it",
    magics: ["\0".repeat(16)],
    remedy: "Get the whole file",
  },
];

/** The formats of text; the first that fits is the file's. */
export const TEXT_FORMATS: readonly TextFormat[] = [
  {
    what: "a Git LFS pointer, a short text in place of the file",
    pattern: /^version https:\/\/(?:git-lfs|hawser)\.github\.com\/spec\//,
    remedy: "Fetch the file, in its repository: git lfs pull",
  },
  {
    what: "a git-annex pointer, a short text in place of the file",
    pattern: /^(?:[./]*\.git)?\/annex\/objects\//,
    remedy: "Fetch the file: git annex get IN",
  },
  {
    what: "a DVC pointer, a short text in place of the file",
    pattern: /^outs:\s[^]*\bmd5:/,
    remedy: "Fetch the file: dvc pull IN",
  },
  {
    what: "a web page that begins with EXCERPT",
    pattern: /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^]*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b/i,
    remedy: "The link leads to a page, or the server asks for a login: fetch the file itself, on " +
      "Hugging Face by the link with /resolve/ in place of /blob/",
  },
  {
    what: "XML that begins with EXCERPT",
    pattern: /^\s*<[?\w]/,
    remedy: GET_AGAIN,
  },
  {
    what: "the index of a checkpoint in SHARDS",
    pattern: /^\s*\{[^]*"weight_map"\s*:[^]*\.safetensors"/,
    remedy: `Merge them into one file: ${MERGE_SHARDS}`,
  },
  {
    what: "the index of a PyTorch checkpoint in SHARDS",
    pattern: /^\s*\{[^]*"weight_map"\s*:/,
    remedy: `Merge them into one file: ${MERGE_PYTORCH_SHARDS}`,
  },
  {
    what: "JSON that begins with EXCERPT",
    pattern: /^\s*[[{]/,
    remedy: GET_AGAIN,
  },
  {
    what: "text that begins with EXCERPT",
    pattern: /^/,
    remedy: GET_AGAIN,
  },
];

function pythonCommand(program: string): string {
  return `python3 -c "${program}" IN OUT`;
}

/** The version of the format, then the name of the exporter or, if it has none, the graph. */
function onnxBeginnings(): string[] {
  const versions = Array.from({ length: 30 }, (_, index) => String.fromCharCode(3 + index));
  return versions.flatMap((version) => [`\x08${version}\x12`, `\x08${version}\x3a`]);
}

/** A format that a file of weights may have, but not the one that it is read as. */
export interface ForeignFormat {
  /** What the file is, after "it is". */
  readonly what: string;
  /** What to do. */
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

const READ_HERE = "openWeights() reads it";
const UNPACK = "Unpack it, and give the file of weights in it";
const SAVE_STATE = "Save model.state_dict() by torch.save or safetensors.torch.save_file";
const USE_PYTORCH =
  "Its names and layouts are not PyTorch's: use weights of the network in PyTorch or safetensors";
const GET_AGAIN = "Get the file again, and see whether the server sent an error in its place";

/** The formats known by their bytes; the first that fits is the file's. */
export const BINARY_FORMATS: readonly BinaryFormat[] = [
  {
    what: "a TorchScript archive",
    magics: ZIP,
    holds: /constants\.pkl/,
    remedy: `It holds a program. ${SAVE_STATE}`,
  },
  {
    what: "a PyTorch checkpoint, as torch.save writes it since 1.6",
    magics: ZIP,
    holds: /data\.pkl/,
    remedy: READ_HERE,
  },
  {
    what: "a PyTorch checkpoint, as torch.save wrote it before 1.6",
    // A pickle of the number 0x1950a86a20f9469cfc6c.
    magics: [2, 3, 4, 5].map((protocol) => {
      const frame = protocol < 4 ? "" : "\x95\x0d\0\0\0\0\0\0\0";
      const version = String.fromCharCode(protocol);
      return `\x80${version}${frame}\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19`;
    }),
    remedy: READ_HERE,
  },
  {
    what: "a NumPy archive (.npz)",
    magics: ZIP,
    holds: /\.npy/,
    remedy: USE_PYTORCH,
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
    remedy: UNPACK,
  },
  {
    what: "a Python pickle that torch.save did not write, such as a Caffe2 model",
    magics: ["\x80\x02", "\x80\x03", "\x80\x04", "\x80\x05"],
    remedy: READ_HERE,
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
    remedy: USE_PYTORCH,
  },
  {
    what: "a NumPy array (.npy)",
    magics: ["\x93NUMPY"],
    remedy: `It holds one tensor without a name. ${SAVE_STATE}`,
  },
  {
    what: "a GGUF file",
    magics: ["GGUF"],
    remedy: USE_PYTORCH,
  },
  {
    what: "compressed with gzip",
    magics: ["\x1f\x8b"],
    remedy: UNPACK,
  },
  {
    what: "compressed with bzip2",
    magics: ["BZh"],
    remedy: UNPACK,
  },
  {
    what: "compressed with xz",
    magics: ["\xfd7zXZ\0"],
    remedy: UNPACK,
  },
  {
    what: "compressed with zstd",
    magics: ["\x28\xb5\x2f\xfd"],
    remedy: UNPACK,
  },
  {
    what: "a 7-Zip archive",
    magics: ["7z\xbc\xaf\x27\x1c"],
    remedy: UNPACK,
  },
  {
    what: "a RAR archive",
    magics: ["Rar!\x1a\x07"],
    remedy: UNPACK,
  },
  {
    what: "a tar archive",
    magics: ["ustar"],
    offset: 257,
    remedy: UNPACK,
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
    remedy: "Fetch the file, in its repository: git annex get",
  },
  {
    what: "a DVC pointer, a short text in place of the file",
    pattern: /^outs:\s[^]*\bmd5:/,
    remedy: "Fetch the file, in its repository: dvc pull",
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
    remedy: READ_HERE,
  },
  {
    what: "the index of a PyTorch checkpoint in SHARDS",
    pattern: /^\s*\{[^]*"weight_map"\s*:/,
    remedy: READ_HERE,
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

/** The version of the format, then the name of the exporter or, if it has none, the graph. */
function onnxBeginnings(): string[] {
  const versions = Array.from({ length: 30 }, (_, index) => String.fromCharCode(3 + index));
  return versions.flatMap((version) => [`\x08${version}\x12`, `\x08${version}\x3a`]);
}

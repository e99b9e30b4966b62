/**
 * Thrown when a weight file holds a network that this program does not have.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { UnknownNetworkError } from "@actnetformer/deno/models";
 *
 * const error = new UnknownNetworkError("a.pth", "it looks like an X3D");
 * assert.match(error.message, /^Cannot recognize the network in 'a\.pth': it looks like an X3D\. /);
 * ```
 */
export class UnknownNetworkError extends Error {
  /** The class's name. */
  override readonly name = "UnknownNetworkError";
  /** Path of the file. */
  readonly path: string;
  /** What the file holds, as far as that is known. */
  readonly reason: string;

  /**
   * Creates the error for a file.
   *
   * @param path Path of the file.
   * @param reason What the file holds, as far as that is known.
   */
  constructor(path: string, reason: string) {
    super(`Cannot recognize the network in '${path}': ${reason}. ${SUPPORTED}`);
    this.path = path;
    this.reason = reason;
  }
}

/** The networks that are recognized. */
const SUPPORTED = "Supported are Slow ResNets (of PyTorchVideo, PySlowFast or MMAction2), " +
  "SlowFast (of the first two), TSM-ResNet-18 (of its authors), TimeSformers with divided attention (of facebookresearch, MMAction2 or Hugging Face), and as " +
  "a start for these, ViTs of timm and ResNets of torchvision";

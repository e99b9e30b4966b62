import { device } from "../device.ts";
import { cachedCString } from "../ffi/c_string.ts";
import { present } from "../ffi/library.ts";
import { taskName } from "./_server_definition.ts";

/**
 * How a worker answers: it is there; nothing listens at its address, or another process does; or
 * nothing comes within the time limit.
 */
export type PeerAnswer = "there" | "gone" | "silent";

/** `TF_DEADLINE_EXCEEDED` of tensorflow/c/tf_status.h. */
const DEADLINE_EXCEEDED = 4;

/** Asks a worker whether it is there, on another thread. */
export async function askPeer(task: number, limitMs: number): Promise<PeerAnswer> {
  const { library: { symbols }, context } = device();
  const name = cachedCString(taskName(task));
  const status = present(symbols.TF_NewStatus(), "TF_NewStatus");
  try {
    const limit = BigInt(Math.ceil(limitMs));
    await symbols.TFE_CollectiveOpsCheckPeerHealth(context, name, limit, status);
    const code = symbols.TF_GetCode(status);
    if (code === 0) return "there";
    return code === DEADLINE_EXCEEDED ? "silent" : "gone";
  } finally {
    symbols.TF_DeleteStatus(status);
  }
}

import { device } from "../device.ts";
import { cString } from "../ffi/c_string.ts";
import { present } from "../ffi/library.ts";

/** `TF_ABORTED` of tensorflow/c/tf_status.h. */
const ABORTED = 10;

/**
 * Ends all exchanges of this worker, those under way and those to come, with an error. A worker that
 * waits for this one gets the same error.
 */
export function abortExchanges(reason: string): void {
  const { library: { symbols }, context } = device();
  const status = present(symbols.TF_NewStatus(), "TF_NewStatus");
  try {
    symbols.TF_SetStatus(status, ABORTED, cString(reason));
    symbols.TFE_AbortCollectiveOps(context, status);
  } finally {
    symbols.TF_DeleteStatus(status);
  }
}

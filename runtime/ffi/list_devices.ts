import { type Pointer, present, type TensorFlowLibrary } from "./library.ts";

/** A device that TensorFlow lists. */
export interface TensorFlowDevice {
  /** For example "/job:localhost/replica:0/task:0/device:GPU:0". */
  readonly name: string;
  /** "CPU" or "GPU". */
  readonly type: string;
}

/** Lists the devices that a context runs ops on. */
export function listDevices(library: TensorFlowLibrary, context: Pointer): TensorFlowDevice[] {
  const { symbols, status } = library;
  const devices = symbols.TFE_ContextListDevices(context, status);
  library.check("TFE_ContextListDevices");
  const list = present(devices, "TFE_ContextListDevices");
  const read = (property: "Name" | "Type", index: number) => {
    const text = symbols[`TF_DeviceList${property}`](list, index, status);
    library.check(`TF_DeviceList${property}`);
    return Deno.UnsafePointerView.getCString(present(text, `TF_DeviceList${property}`));
  };
  try {
    return Array.from(
      { length: symbols.TF_DeviceListCount(list) },
      (_, index) => ({ name: read("Name", index), type: read("Type", index) }),
    );
  } finally {
    symbols.TF_DeleteDeviceList(list);
  }
}

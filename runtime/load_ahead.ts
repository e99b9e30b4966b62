import { loadLibrary } from "./ffi/load_library.ts";
import { chooseDevice, type DeviceRequest, gpuSearch, hasDriverLibrary } from "./gpu/mod.ts";
import { locateTensorFlow, type TensorFlowLibraries } from "./install/locate_tensorflow.ts";
import { thisMachine } from "./install/machine.ts";
import { defaultLocateOptions } from "./install/provision.ts";

/**
 * Begins to load TensorFlow's library on another thread, if it is on this machine, so that
 * `startTensorFlow()` finds it loaded. Meanwhile this thread can load modules and read data. Nothing
 * is downloaded. What fails is not reported: it fails in `startTensorFlow()` again.
 *
 * A process that this one starts before that must not be one with TensorFlow: it inherits how much
 * TensorFlow writes about itself.
 *
 * @param request Device that `startTensorFlow()` will be called with.
 * @returns When loading is under way.
 */
export async function loadAhead(request: DeviceRequest): Promise<void> {
  try {
    const libraries = await findLibraries(request);
    if (libraries !== null) loadLibrary(libraries).catch(() => {});
  } catch {
    // As said above.
  }
}

async function findLibraries(request: DeviceRequest): Promise<TensorFlowLibraries | null> {
  if (request !== "cpu") {
    const search = gpuSearch.begin();
    search.catch(() => {});
    // Without it the processor is chosen, whatever else is found.
    if (await hasDriverLibrary()) {
      const choice = chooseDevice(request, await search);
      if (choice.kind === "gpu") return choice.build;
    }
  }
  const { libraries } = await locateTensorFlow(defaultLocateOptions(thisMachine()));
  return libraries;
}

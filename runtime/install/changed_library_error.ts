import type { ChangedFileError } from "../wheels/changed_file_error.ts";
import { ProvisionError } from "../wheels/provision_error.ts";

/** Returns the error of a library in the user's cache that is not the one that was installed. */
export function changedLibraryError(cause: ChangedFileError): ProvisionError {
  return new ProvisionError(
    "Cannot start TensorFlow as its library must be as it was installed: a file was changed",
    { attempts: [{ source: "cache", reason: cause.message }], remedies: [cause.remedy], cause },
  );
}

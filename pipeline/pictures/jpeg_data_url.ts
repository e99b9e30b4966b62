import { Buffer } from "node:buffer";

/** Returns a JPEG image as a `data:` URL. */
export function jpegDataUrl(image: Uint8Array): string {
  return `data:image/jpeg;base64,${Buffer.from(image).toString("base64")}`;
}

import type { PinnedFile } from "./pinned_folder.ts";

/** A file to unpack from a wheel. */
export interface WheelMember extends PinnedFile {
  /** Path inside the wheel. */
  readonly path: string;
}

/** One exact Python wheel, and the files that are needed from it. */
export interface Wheel {
  /** Project on the package index. */
  readonly project: string;
  /** Version of the project. */
  readonly version: string;
  /** Name of the wheel's file on the package index. */
  readonly fileName: string;
  /** Python version that makes pip choose this file, for example "3.11". */
  readonly pythonVersion: string;
  /** Platform tag that makes pip choose this file. */
  readonly platform: string;
  /** Length of the wheel in bytes. */
  readonly bytes: number;
  /** SHA-256 of the wheel, lower-case hexadecimal. */
  readonly sha256: string;
  /** Files to unpack. */
  readonly members: readonly WheelMember[];
}

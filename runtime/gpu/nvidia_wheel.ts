import type { FileDigest } from "../wheels/check_file.ts";
import type { Wheel } from "../wheels/wheel.ts";

/** What a wheel of NVIDIA's is named by, and the files of it that are needed. */
export interface NvidiaWheelParts extends Pick<Wheel, "project" | "version" | "bytes" | "sha256"> {
  /** Platforms that it is built for, as its name has them. */
  readonly tags: string;
  /** Needed files by their paths inside `nvidia/`. */
  readonly members: Readonly<Record<string, FileDigest>>;
}

/**
 * Describes a wheel for every Python version; its members keep their paths inside the package's
 * folder.
 */
export function nvidiaWheel({ tags, members, ...wheel }: NvidiaWheelParts): Wheel {
  const name = wheel.project.replaceAll("-", "_");
  return {
    ...wheel,
    fileName: `${name}-${wheel.version}-py3-none-${tags}.whl`,
    pythonVersion: "3.11",
    platform: tags.replace(/\..*$/, ""),
    members: Object.entries(members).map(([path, digest]) => ({
      path: `nvidia/${path}`,
      fileName: path.slice(path.indexOf("/") + 1),
      ...digest,
      executable: path.includes("/bin/"),
    })),
  };
}

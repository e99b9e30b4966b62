import { libc } from "./libc.ts";
import { loader } from "./loader.ts";

/**
 * Returns to the system the memory that holds a library's code and constants. What is used again is
 * read again, from the system's cache of files as a rule: loading TensorFlow reads 250 MB of it, the
 * first call of a function up to 180, a training step uses 30. Takes about 10 ms.
 *
 * @param handle What `keepLoaded()` returned.
 */
export function releasePages(handle: Deno.PointerObject): void {
  for (const { start, end } of constantSegments(baseAddress(handle))) {
    const address = Deno.UnsafePointer.create(start);
    if (end > start) libc().madvise(address, end - start, DROP_PAGES);
  }
}

/** Part of the address space: `start` to `end`, exclusive. */
interface Segment {
  readonly start: bigint;
  readonly end: bigint;
}

/** MADV_DONTNEED of sys/mman.h: what was written there would be lost. */
const DROP_PAGES = 4;

/** RTLD_DI_LINKMAP of dlfcn.h. */
const LINK_MAP = 2;

/** The largest page of any system: what shares a page with something else is kept. */
const PAGE_BYTES = 65536n;

/** Returns the address that a library's own addresses count from: the first field of `link_map`. */
function baseAddress(handle: Deno.PointerObject): bigint {
  const linkMap = new BigUint64Array(1);
  if (loader().dlinfo(handle, LINK_MAP, linkMap) !== 0) {
    throw new Error("Cannot find a library's address as its handle must be one of dlopen()");
  }
  return bytesAt(linkMap[0]!).getBigUint64(0);
}

/**
 * Returns the parts of a library that nobody writes to, the system's loader included, by its ELF
 * header (elf.h), which is where the library begins.
 */
function constantSegments(base: bigint): Segment[] {
  const header = bytesAt(base);
  if (header.getUint32(0) !== ELF_MAGIC) return [];
  const first = Number(header.getBigUint64(32));
  const size = header.getUint16(54);
  const count = header.getUint16(56);
  return Array.from({ length: count }, (_, index) => first + index * size)
    .filter((at) => {
      const isLoaded = header.getUint32(at) === LOADED;
      return isLoaded && (header.getUint32(at + 4) & WRITABLE) === 0;
    })
    .map((at) => {
      const start = base + header.getBigUint64(at + 16);
      const end = start + header.getBigUint64(at + 40);
      return {
        start: (start + PAGE_BYTES - 1n) / PAGE_BYTES * PAGE_BYTES,
        end: end / PAGE_BYTES * PAGE_BYTES,
      };
    });
}

/** "\x7fELF" as a little-endian number. */
const ELF_MAGIC = 0x464c457f;

/** PT_LOAD. */
const LOADED = 1;

/** PF_W. */
const WRITABLE = 2;

function bytesAt(address: bigint): Deno.UnsafePointerView {
  return new Deno.UnsafePointerView(Deno.UnsafePointer.create(address)!);
}

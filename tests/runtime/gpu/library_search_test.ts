import assert from "node:assert/strict";
import {
  findLibrary,
  parseLoaderList,
  systemLibrarySearch,
} from "../../../runtime/gpu/library_search.ts";

Deno.test("parseLoaderList() reads 64-bit x86 libraries, the first of each name", () => {
  const text = [
    "3 libs found in cache `/etc/ld.so.cache'",
    "\tlibcudnn.so.9 (libc6,x86-64) => /opt/a/libcudnn.so.9",
    "\tlibcudnn.so.9 (libc6,x86-64) => /opt/b/libcudnn.so.9",
    "\tlibcudart.so.12 (libc6) => /lib32/libcudart.so.12",
    "\tlibc.so.6 (libc6,x86-64, OS ABI: Linux 3.2.0) => /lib/libc.so.6",
  ].join("\n");
  assert.deepEqual([...parseLoaderList(text)], [
    ["libcudnn.so.9", "/opt/a/libcudnn.so.9"],
    ["libc.so.6", "/lib/libc.so.6"],
  ]);
});

Deno.test({
  name: "systemLibrarySearch() finds this system's C library",
  ignore: Deno.build.os !== "linux" || Deno.build.arch !== "x86_64",
  async fn() {
    assert.match(
      await findLibrary("libc.so.6", await systemLibrarySearch()) ?? "",
      /\/libc\.so\.6$/,
    );
  },
});

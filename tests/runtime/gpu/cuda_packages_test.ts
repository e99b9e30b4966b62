import assert from "node:assert/strict";
import { CUDA_BUILD } from "../../../runtime/gpu/cuda_build.ts";
import { CUDA_PACKAGES } from "../../../runtime/gpu/cuda_packages.ts";
import { OLDEST_RELEASES } from "../../../runtime/gpu/oldest_releases.ts";

Deno.test("CUDA_BUILD and CUDA_PACKAGES have wheels whose names agree with their fields", () => {
  for (const wheel of [CUDA_BUILD, ...CUDA_PACKAGES.map(({ wheel }) => wheel)]) {
    assert.match(wheel.sha256, /^[0-9a-f]{64}$/);
    const name = wheel.project.replaceAll("-", "_");
    assert.ok(wheel.fileName.startsWith(`${name}-${wheel.version}-`), wheel.fileName);
    assert.ok(wheel.fileName.includes(wheel.platform) && wheel.fileName.endsWith("_x86_64.whl"));
  }
});

Deno.test("CUDA_PACKAGES have only libraries that are members of their wheels", () => {
  for (const { folder, libraries, wheel } of CUDA_PACKAGES) {
    for (const { name } of libraries) {
      const member = wheel.members.find(({ path }) => path === `nvidia/${folder}/lib/${name}`);
      assert.equal(member?.fileName, `lib/${name}`);
    }
  }
  const names = CUDA_PACKAGES.flatMap(({ libraries }) => libraries.map(({ name }) => name));
  for (const name of OLDEST_RELEASES.keys()) assert.ok(names.includes(name), name);
});

import assert from "node:assert/strict";
import { join } from "node:path";
import { lackOfPeer, loadByPeer, startPeer } from "../../../bench/loading/peer_loader.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { makeFakePython } from "./_fake_python.ts";

Deno.test("lackOfPeer() says that there is no Python", async () => {
  assert.equal(await lackOfPeer("pyav", "no-python"), "there is no program 'no-python'");
});

Deno.test("lackOfPeer() says which module is missing", async () => {
  await withFolder(async (folder) => {
    const python = join(folder, "python");
    const script = '#!/bin/sh\necho "ImportError: $2" >&2\necho "(a hint)" >&2\nexit 1\n';
    await Deno.writeTextFile(python, script, { mode: 0o755 });
    assert.equal(await lackOfPeer("pyav", python), "ImportError: import torch; import av");
    assert.equal(await lackOfPeer("torchcodec", await makeFakePython(folder)), undefined);
  });
});

Deno.test("loadByPeer() refuses another number of windows", async () => {
  await withFolder(async (folder) => {
    const planFile = join(folder, "plan.json");
    const plan = { windows: [{}, {}], frameCount: 1, width: 1, height: 1 };
    await Deno.writeTextFile(planFile, JSON.stringify(plan));
    await using peer = await startPeer("torchcodec", {
      python: await makeFakePython(folder),
      planFile,
    });
    assert.equal(await loadByPeer(peer, 2), 1);
    await assert.rejects(loadByPeer(peer, 3), /it must load 3 windows: current value is 2/);
  });
});

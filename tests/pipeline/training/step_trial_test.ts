import assert from "node:assert/strict";
import { Learner } from "../../../operators/mod.ts";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { METHODS } from "../../../pipeline/methods/methods.ts";
import { createNetworks } from "../../../pipeline/networks/create_networks.ts";
import type { CompiledPhase } from "../../../pipeline/training/compile_phases.ts";
import { createOptimizers } from "../../../pipeline/training/create_optimizers.ts";
import { initialState } from "../../../pipeline/training/initial_state.ts";
import { StepTrial } from "../../../pipeline/training/step_trial.ts";
import { tensorsOf, withTensors } from "../../../runtime/mod.ts";
import { watchTensors } from "../../_leaks.ts";
import "../../_tensorflow.ts";

/** A trial of two phases whose steps the test ends, and what they have done. */
async function trialOfTwo(signal = new AbortController().signal) {
  const { config } = await loadConfig("motion_small", [{ path: "clip.size", value: 16 }]);
  const method = METHODS.supervised;
  const networks = createNetworks(config, { dual: false, classes: 2 });
  const optimizers = createOptimizers(networks, config.optimizer);
  const learner = new Learner(initialState({ networks, optimizers }, 0));
  const log: string[] = [];
  const trial = new StepTrial({
    config,
    method,
    signal,
    learner() {
      log.push("learner");
      return learner;
    },
  });
  const ends: PromiseWithResolvers<void>[] = [];
  const phases = ["first", "second"].map((name, index) => {
    const compute = async ({ state }: Parameters<CompiledPhase["compute"]>[0]) => {
      log.push(name);
      const end = Promise.withResolvers<void>();
      ends.push(end);
      await end.promise;
      return { state: withTensors(state, tensorsOf(state).map((tensor) => tensor.clone())) };
    };
    const order = { labeledPerBatch: 1, ratio: 0, labeled: [], unlabeled: [], seed: 0 };
    return { from: 10 * index, to: 10 * index + 10, order, compute } as never as CompiledPhase;
  });
  return {
    phases,
    trial,
    learner,
    /** Returns which steps were started lately. */
    async news(): Promise<string[]> {
      await new Promise((resolve) => setTimeout(resolve));
      return log.splice(0);
    },
    /** Ends the step under way. */
    end: (error?: unknown) => {
      const { resolve, reject } = ends.shift()!;
      if (error === undefined) resolve();
      else reject(error);
    },
  };
}

Deno.test("StepTrial takes the first steps of phases at once, and one after the other", async () => {
  const assertNoLeaks = watchTensors();
  const { phases: [first, second], trial, learner, news, end } = await trialOfTwo();
  assert.deepEqual(await news(), []);
  trial.warm(first!);
  assert.deepEqual(await news(), ["learner", "first"]);
  trial.warm(second!);
  trial.warm(first!);
  assert.deepEqual(await news(), []);
  const measured = trial.measure([first!, second!]);
  end();
  assert.deepEqual(await news(), ["second"]);
  end();
  // What is measured are their second steps.
  assert.deepEqual(await news(), ["first"]);
  end();
  assert.deepEqual(await news(), ["second"]);
  end();
  const seconds = await measured;
  assert.deepEqual([...seconds.keys()], [0, 10]);
  assert.ok([...seconds.values()].every((value) => value > 0));
  assert.equal(learner.steps, 4);
  await trial[Symbol.asyncDispose]();
  learner[Symbol.dispose]();
  assertNoLeaks();
});

Deno.test("StepTrial.measure() fails as a first step did, and takes no further one", async () => {
  const { phases: [first, second], trial, learner, news, end } = await trialOfTwo();
  trial.warm(first!);
  trial.warm(second!);
  await news();
  end(new Error("no memory"));
  assert.deepEqual(await news(), []);
  await assert.rejects(trial.measure([first!]), { message: "no memory" });
  learner[Symbol.dispose]();
});

Deno.test("StepTrial is over when no step is under way, and aborted before the next one", async () => {
  const interrupt = new AbortController();
  const { phases: [first, second], trial, learner, news, end } = await trialOfTwo(interrupt.signal);
  trial.warm(first!);
  trial.warm(second!);
  let isOver = false;
  const over = trial[Symbol.asyncDispose]().then(() => isOver = true);
  assert.deepEqual(await news(), ["learner", "first"]);
  assert.equal(isOver, false);
  interrupt.abort(new Error("stop"));
  end();
  await over;
  assert.deepEqual(await news(), []);
  await assert.rejects(trial.measure([second!]), { message: "stop" });
  learner[Symbol.dispose]();
});

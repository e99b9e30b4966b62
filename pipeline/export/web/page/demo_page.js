/**
 * The page that looks at videos with an exported model. It is JavaScript because the types of a
 * browser's elements contradict Deno's own.
 *
 * @module
 */

import { joinFrames } from "../../../../datasets/frames/join_frames.ts";
import { slidingWindows } from "../../../../datasets/frames/sliding_windows.ts";
import { testWindows } from "../../../../datasets/frames/test_windows.ts";
import { mostProbable } from "../../../evaluation/most_probable.ts";
import { WindowScores } from "../../../prediction/_window_scores.ts";
import { networkSection, percent, segmentRow } from "./answer_elements.js";
import { boxesOf } from "./boxes_of.ts";
import { CameraWindow } from "./camera_window.js";
import { lookingPlanOf } from "./looking_plan_of.ts";
import { ModelRunner } from "./model_runner.js";
import { AnswerMeans, networkAnswers } from "./network_answers.ts";
import { Speed } from "./speed.ts";
import { framesOfVideo, openCamera, openVideoFile } from "./video_frames.js";

const BACKENDS = { wasm: "WebAssembly", webgpu: "WebGPU", cpu: "JavaScript" };

const page = Object.fromEntries(
  [...document.querySelectorAll("[id]")].map((element) => [element.id, element]),
);

const facts = await loadFacts();
const { sampling, classes } = facts;
const plan = lookingPlanOf(sampling);
/** The model that answers; undefined before one is loaded. */
let runner;
/** Name of its backend. */
let running;
let speed = new Speed();
/** Ends what is looked at. */
let looking = new AbortController();
/** What is looked at, until it has ended. */
let ended = Promise.resolve();

listen();
await useBackend(new URLSearchParams(location.search).get("backend") ?? "wasm");

async function loadFacts() {
  const response = await fetch("preprocessing.json");
  if (!response.ok) throw new Error(`Cannot load preprocessing.json: ${response.status}`);
  const loaded = await response.json();
  const { run, classes, inputs } = loaded;
  const kinds = inputs.map(({ config }) => config.kind).join(" and ");
  page.about.textContent =
    `${run.name} after ${run.step} steps: ${kinds}, ${classes.length} classes`;
  return loaded;
}

function listen() {
  page.file.addEventListener("change", () => {
    const [file] = page.file.files;
    if (file !== undefined) start((signal) => lookAtFile(file, signal));
    // The same file may be chosen again.
    page.file.value = "";
  });
  page.camera.addEventListener("click", () => start(lookThroughCamera));
  page.stop.addEventListener("click", () => looking.abort());
  page.backends.addEventListener("change", ({ target }) => useBackend(target.value));
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    page.drop.classList.add("over");
  });
  document.addEventListener("dragleave", () => page.drop.classList.remove("over"));
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    page.drop.classList.remove("over");
    const [file] = event.dataTransfer.files;
    if (file !== undefined) start((signal) => lookAtFile(file, signal));
  });
}

/** Loads the model for a backend; the one before stays if that fails. */
async function useBackend(backend) {
  const known = Object.hasOwn(BACKENDS, backend) ? backend : "wasm";
  await stop();
  showProblem("");
  page.status.textContent = "Loads the model";
  const next = new ModelRunner((share) => {
    page.status.textContent = `Loads the model: ${Math.round(100 * share)} %`;
  });
  setBusy(true);
  try {
    const { description, seconds } = await next.load({ backend: known, facts });
    runner?.end();
    runner = next;
    running = known;
    speed = new Speed();
    page.backend.textContent = `${description}. Loaded in ${seconds.toFixed(1)} s.`;
    page.speed.textContent = "";
  } catch (error) {
    next.end();
    const stays = running === undefined ? "choose another" : `${BACKENDS[running]} stays in use`;
    showProblem(`Cannot use ${BACKENDS[known]}: ${error.message}; ${stays}.`);
  }
  setBusy(false);
  page.status.textContent = runner === undefined ? "" : "Ready";
  for (const radio of page.backends.querySelectorAll("input")) {
    radio.checked = radio.value === running;
  }
}

function setBusy(isBusy) {
  page.backends.disabled = isBusy;
  const isUnusable = isBusy || runner === undefined;
  page.file.disabled = isUnusable;
  page.camera.disabled = isUnusable;
}

/** Ends what is looked at, and waits until it has ended. */
async function stop() {
  looking.abort();
  await ended;
}

/** Looks at something else. */
async function start(look) {
  if (runner === undefined) return;
  await stop();
  looking = new AbortController();
  const { signal } = looking;
  showProblem("");
  page.networks.replaceChildren();
  page.segments.hidden = true;
  page.position.hidden = true;
  showVideo(true);
  page.stop.disabled = false;
  ended = look(signal).catch((error) => {
    page.status.textContent = signal.aborted ? "Stopped" : "";
    if (signal.aborted) return;
    showProblem(error.message);
    showVideo(false);
  }).finally(() => {
    page.stop.disabled = true;
  });
  await ended;
}

/** Shows the video, or what can be done instead. */
function showVideo(isShown) {
  page.video.hidden = !isShown;
  page.hint.hidden = isShown;
  page.drop.classList.toggle("full", isShown);
  if (!isShown) page.name.textContent = "";
}

/** Answers for a video as `predict` does: a short one as a whole, a longer one by windows. */
async function lookAtFile(file, signal) {
  page.name.textContent = file.name;
  page.status.textContent = "Looks at the video";
  try {
    const count = await openVideoFile(page.video, file, sampling, signal);
    page.position.hidden = false;
    const frames = framesOfVideo(page.video, sampling, { count, signal });
    if (count <= plan.wholeFrames) await answerWhole(frames, { count, signal });
    else await answerByWindows(frames, { count, signal });
  } catch (error) {
    throw signal.aborted ? error : new Error(`Cannot look at ${file.name}: ${error.message}.`);
  }
}

async function answerWhole(frames, { count, signal }) {
  const all = [];
  for await (const frame of frames) {
    all.push(frame);
    page.position.value = all.length / count / 2;
  }
  const lengths = { gridFrames: all.length, windowFrames: plan.frameCount };
  const windows = testWindows(lengths, plan.clips);
  const means = new AnswerMeans();
  for (const [index, { startFrame, frameCount }] of windows.entries()) {
    const shown = all.slice(startFrame, startFrame + frameCount);
    const answers = await classify(joinFrames(shown, { frameCount }), sampling.crops, signal);
    const isLast = index === windows.length - 1;
    showAnswers(means.add(answers), { isFinal: isLast });
    page.position.value = (1 + (index + 1) / windows.length) / 2;
  }
}

async function answerByWindows(frames, { count, signal }) {
  const means = new AnswerMeans();
  const rule = { classes, threshold: 0, framesPerSecond: plan.framesPerSecond };
  const scores = new WindowScores(plan, rule);
  let shown = [];
  const windows = slidingWindows(frames, { frameCount: plan.frameCount, hop: plan.hop });
  for await (const window of windows) {
    const answers = await classify(window, sampling.crops, signal);
    scores.add(window.startFrame, answers[0].probabilities);
    shown = means.add(answers);
    showAnswers(shown, { isFinal: false });
    showSegments(scores.segments);
    page.position.value = (window.startFrame + window.frameCount) / count;
  }
  scores.finish(count);
  showSegments(scores.segments);
  showAnswers(shown, { isFinal: true });
}

/** Answers for what the camera shows, as often as the networks can, by the middle of the image. */
async function lookThroughCamera(signal) {
  page.name.textContent = "Camera";
  page.status.textContent = "Waits for the camera";
  try {
    await openCamera(page.video, signal);
  } catch (error) {
    throw signal.aborted ? error : new Error(`Cannot use a camera: ${error.message}.`);
  }
  const camera = new CameraWindow(page.video, sampling, signal);
  const seconds = plan.frameCount / plan.framesPerSecond;
  page.name.textContent = `Camera: what it has shown in the last ${seconds.toFixed(1)} s`;
  page.status.textContent = "Watches";
  let shown;
  while (!signal.aborted) {
    const answers = await classify(await camera.next(), ["middle"], signal);
    const [label] = mostProbable(answers[0].probabilities, 1);
    showAnswers(answers, { isFinal: false });
    // Screen readers read it: only what is new.
    if (label !== shown) page.status.textContent = classes[label];
    shown = label;
  }
}

/** Asks the networks about a window. */
async function classify(window, crops, signal) {
  signal.throwIfAborted();
  const { size } = sampling;
  const boxes = boxesOf(crops, window);
  const { logits, milliseconds } = await runner.classify({ window, boxes, size });
  signal.throwIfAborted();
  const frames = facts.inputs.reduce((sum, { frameIndices }) => sum + frameIndices.length, 0);
  speed.add(milliseconds, frames * boxes.length);
  page.speed.textContent = `${speed.text}.`;
  return networkAnswers(logits, facts);
}

function showAnswers(answers, { isFinal }) {
  page.networks.replaceChildren(...answers.map((answer) => networkSection(answer, facts)));
  if (!isFinal) return;
  const [{ probabilities }] = answers;
  const [label] = mostProbable(probabilities, 1);
  page.status.textContent = `${classes[label]}, ${percent(probabilities[label])}`;
}

function showSegments(segments) {
  page.segments.hidden = segments.length === 0;
  page.segments.tBodies[0].replaceChildren(...segments.map(segmentRow));
}

function showProblem(text) {
  page.problem.textContent = text;
  page.problem.hidden = text === "";
}

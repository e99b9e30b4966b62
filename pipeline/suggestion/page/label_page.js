/**
 * The page for labeling in the browser: shows the state that the program sends, and sends answers.
 * It is JavaScript because the types of a browser's elements contradict Deno's own.
 *
 * @module
 */

import {
  actionOf,
  describeSpeed,
  findClasses,
  hasManyClasses,
  keyOf,
  nextOpen,
  orderClasses,
} from "./labeling.ts";

/** Frames of the previews shown in a second. */
const FRAMES_PER_SECOND = 10;

const page = {
  run: find("run"),
  progress: find("progress"),
  count: find("count"),
  problem: find("problem"),
  finish: find("finish"),
  lists: find("lists"),
  summary: find("summary"),
  command: find("command"),
  screen: find("screen"),
  position: find("position"),
  number: find("number"),
  name: find("name"),
  reason: find("reason"),
  length: find("length"),
  search: find("search"),
  searchHint: find("search-hint"),
  classes: find("classes"),
  none: find("none"),
  skip: find("skip"),
};

const { run, classes, videos, answers: answersAtStart } = await request("state");
/** What the program has saved. */
let saved = answersAtStart;
/** What is shown: also what is still being saved. */
let answers = [...saved];
let current = nextOpen(answers, -1);
let images = [];
let frame = 0;
let isPlaying = true;
let saving = Promise.resolve();
let unsaved = 0;
/** Answers that can be taken back: the video of each, and its answer before. */
const changes = [];

page.run.textContent = run;
page.progress.max = videos.length;
page.search.hidden = !hasManyClasses(classes);
page.searchHint.hidden = page.search.hidden;
page.search.placeholder = `Find one of ${classes.length} classes`;
listen();
showVideo();
setInterval(playFrame, 1000 / FRAMES_PER_SECOND);

function find(id) {
  return document.getElementById(id);
}

/** Asks the program, with JSON if there is something to send. */
async function request(path, value) {
  const response = await fetch(
    path,
    value === undefined ? {} : {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(value),
    },
  );
  if (!response.ok) throw new Error(await response.text());
  return await response.json();
}

function listen() {
  document.addEventListener("keydown", pressKey);
  page.search.addEventListener("input", showClasses);
  page.screen.addEventListener("click", () => act({ kind: "play" }));
  page.none.addEventListener("click", () => act({ kind: "answer", answer: { kind: "none" } }));
  page.skip.addEventListener("click", () => act({ kind: "answer", answer: { kind: "skip" } }));
  find("undo").addEventListener("click", () => act({ kind: "undo" }));
  page.finish.addEventListener("click", writeLists);
  find("copy").addEventListener("click", copyCommand);
  // Another tab may have labeled meanwhile.
  globalThis.addEventListener("focus", refresh);
  globalThis.addEventListener("beforeunload", (event) => {
    if (unsaved > 0) event.preventDefault();
  });
}

function pressKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target === page.search) return typeInSearch(event);
  const isOnButton = event.target instanceof HTMLButtonElement;
  if (isOnButton && event.key === " ") return;
  const action = actionOf(event.key, listedClasses());
  if (action === undefined || (action.kind === "search" && page.search.hidden)) return;
  event.preventDefault();
  act(action);
}

function typeInSearch(event) {
  const [first] = listedClasses();
  if (event.key === "Escape") endSearch();
  if (event.key !== "Enter" || first === undefined) return;
  event.preventDefault();
  act({ kind: "answer", answer: { kind: "class", class: first } });
}

function endSearch() {
  page.search.value = "";
  page.search.blur();
  showClasses();
}

function act(action) {
  switch (action.kind) {
    case "answer":
      changes.push({ video: current, before: answers[current] ?? null });
      save(current, action.answer);
      return moveTo(nextOpen(answers, current));
    case "undo":
      return undo();
    case "play":
      return play(!isPlaying);
    case "search":
      return page.search.focus();
    case "back":
      return moveTo((current + videos.length - 1) % videos.length);
    case "next":
      return moveTo((current + 1) % videos.length);
  }
}

function undo() {
  const change = changes.pop();
  if (change === undefined) return;
  save(change.video, change.before);
  moveTo(change.video);
}

/** Shows an answer at once, and saves it after those before it. */
function save(video, answer) {
  answers[video] = answer;
  page.lists.hidden = true;
  unsaved++;
  saving = saving.then(async () => {
    try {
      saved = await request("answers", { video, answer });
      page.problem.hidden = true;
    } catch (error) {
      showProblem(error);
    }
    unsaved--;
    if (unsaved === 0) answers = [...saved];
    showAnswers();
  });
  showAnswers();
}

async function refresh() {
  await saving;
  try {
    const state = await request("state");
    if (unsaved > 0) return;
    saved = state.answers;
    answers = [...saved];
    showAnswers();
  } catch (error) {
    showProblem(error);
  }
}

async function writeLists() {
  await saving;
  try {
    const { summary, command } = await request("lists", {});
    page.summary.textContent = summary;
    page.command.textContent = command;
    page.lists.hidden = false;
  } catch (error) {
    showProblem(error);
  }
}

async function copyCommand() {
  await navigator.clipboard.writeText(page.command.textContent ?? "");
}

function showProblem(error) {
  // What fetch() throws if there is no answer.
  const isLost = error instanceof TypeError;
  page.problem.textContent = isLost
    ? "Not saved: deno task label does not answer; is it still running?"
    : error.message;
  page.problem.hidden = false;
}

function moveTo(video) {
  if (video === current) return;
  current = video;
  showVideo();
}

function showVideo() {
  const video = videos[current];
  if (video === undefined) return;
  images = Array.from({ length: video.frames }, (_, index) => loadFrame(index));
  frame = 0;
  play(true);
  page.position.max = Math.max(1, video.frames - 1);
  page.number.textContent = `${current + 1}.`;
  page.name.textContent = video.name;
  page.reason.textContent = video.reason;
  page.length.textContent = describeSpeed(video, FRAMES_PER_SECOND);
  endSearch();
  showAnswers();
}

function play(isWanted) {
  isPlaying = isWanted;
  page.screen.ariaLabel = isPlaying ? "Video, playing" : "Video, paused";
}

function loadFrame(index) {
  const image = new Image();
  image.src = `frames/${current}/${index}`;
  if (index === 0) image.addEventListener("load", playFrame);
  return image;
}

/** Draws a frame when it is there, and moves on to the next one. */
function playFrame() {
  const image = images[frame];
  if (image === undefined || !image.complete || image.naturalWidth === 0) return;
  page.screen.width = image.naturalWidth;
  page.screen.height = image.naturalHeight;
  page.screen.getContext("2d")?.drawImage(image, 0, 0);
  page.position.value = frame;
  if (isPlaying) frame = (frame + 1) % images.length;
}

/** The classes in the order in which they are listed, as far as the search leaves them. */
function listedClasses() {
  const video = videos[current];
  const ordered = video === undefined ? [...classes] : orderClasses(classes, video);
  const text = page.search.value;
  return text.trim() === "" ? ordered : findClasses(text, ordered);
}

function showClasses() {
  page.classes.replaceChildren(...listedClasses().map(classItem));
}

function classItem(name, index) {
  const guess = videos[current]?.guesses.find((guess) => guess.class === name);
  const answer = answers[current];
  const button = document.createElement("button");
  button.type = "button";
  button.ariaPressed = String(answer?.kind === "class" && answer.class === name);
  const percent = guess === undefined ? "" : `${(100 * guess.probability).toFixed(0)} %`;
  // Digits go to the search while there is one.
  const isSearched = page.search.value !== "";
  const searchKey = index === 0 ? "Enter" : "";
  const key = isSearched ? searchKey : keyOf(index);
  button.append(element("kbd", key), element("span", name), element("span", percent));
  button.lastElementChild?.classList.add("probability");
  button.addEventListener("click", () => {
    act({ kind: "answer", answer: { kind: "class", class: name } });
  });
  const item = document.createElement("li");
  item.append(button);
  return item;
}

function element(tag, text) {
  const created = document.createElement(tag);
  created.textContent = text;
  return created;
}

function showAnswers() {
  const answered = answers.filter((answer) => answer !== null).length;
  page.progress.value = answered;
  page.count.textContent = `${answered} of ${videos.length} answered` +
    (unsaved > 0 ? ", saving…" : "");
  page.finish.classList.toggle("ready", answered === videos.length);
  page.none.ariaPressed = String(answers[current]?.kind === "none");
  page.skip.ariaPressed = String(answers[current]?.kind === "skip");
  showClasses();
}

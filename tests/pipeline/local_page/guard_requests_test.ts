import assert from "node:assert/strict";
import { guardRequests } from "../../../pipeline/local_page/guard_requests.ts";
import { answerJson } from "../../../pipeline/local_page/answer_json.ts";

const OWN = "http://127.0.0.1:8765";

const JSON_TYPE = { "Content-Type": "application/json" };

async function ask(address: string, init?: RequestInit) {
  let answered = false;
  const handler = guardRequests(() => {
    answered = true;
    return answerJson({});
  });
  const response = await handler(new Request(address, init));
  const reason = await response.text();
  assert.equal(response.headers.get("X-Content-Type-Options"), "nosniff");
  assert.match(response.headers.get("Content-Security-Policy") ?? "", /^default-src 'none';/);
  return { status: response.status, answered, reason };
}

Deno.test.each(
  [
    ["this machine's address", `${OWN}/`, {}],
    ["its name, under any port, as through a tunnel", "http://localhost:9000/a?b=c", {}],
    ["its address of version 6", "http://[::1]:9000/", {}],
    ["another spelling of its address", "http://127.1/", {}],
    ["its own page", OWN, { headers: { Origin: OWN, "Sec-Fetch-Site": "same-origin" } }],
    ["what is typed into the browser", OWN, { headers: { "Sec-Fetch-Site": "none" } }],
    [
      "a link of another page",
      OWN,
      { headers: { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate" } },
    ],
    ["JSON of its own page", OWN, { method: "POST", headers: JSON_TYPE, body: "{}" }],
  ] satisfies readonly (readonly [string, string, RequestInit])[],
)("guardRequests() lets pass %s", async (_, address, init) => {
  assert.deepEqual(await ask(address, init), { status: 200, answered: true, reason: "{}" });
});

Deno.test.each(
  [
    ["another host", "http://evil.example/", {}, 403],
    ["a name that points here", "http://rebound.evil.example:8765/", {}, 403],
    ["a name that begins like this machine's", "http://127.0.0.1.evil.example/", {}, 403],
    ["a name that ends like this machine's", "http://evil.localhost/", {}, 403],
    ["this machine's name as a user's", "http://localhost@evil.example/", {}, 403],
    ["all addresses", "http://0.0.0.0:8765/", {}, 403],
    ["another page", OWN, { headers: { Origin: "http://evil.example" } }, 403],
    ["a page of another port", OWN, { headers: { Origin: "http://127.0.0.1:8888" } }, 403],
    ["a page of no origin, as a file", OWN, { headers: { Origin: "null" } }, 403],
    ["an image in another page", OWN, { headers: { "Sec-Fetch-Site": "cross-site" } }, 403],
    ["a script of another port", OWN, { headers: { "Sec-Fetch-Site": "same-site" } }, 403],
    ["a form of another page", OWN, { method: "POST", body: "a=b" }, 403],
    ["another method", OWN, { method: "PUT" }, 405],
    ["removal", OWN, { method: "DELETE" }, 405],
    ["questions before a request", OWN, { method: "OPTIONS" }, 405],
    ["the head alone", OWN, { method: "HEAD" }, 405],
    ["a huge query", `${OWN}/?q=${"x".repeat(5000)}`, {}, 414],
    ["a huge path", `${OWN}/${"x/".repeat(5000)}`, {}, 414],
  ] satisfies readonly (readonly [string, string, RequestInit, number])[],
)("guardRequests() refuses %s", async (_, address, init, status) => {
  const { answered, ...refusal } = await ask(address, init);
  assert.deepEqual([refusal.status, answered], [status, false], refusal.reason);
});

Deno.test("guardRequests() makes an answer of what is thrown", async () => {
  const handler = guardRequests(() => {
    throw new Error("the disk is gone");
  });
  const response = await handler(new Request(OWN));
  assert.deepEqual([response.status, await response.text()], [500, "the disk is gone"]);
});

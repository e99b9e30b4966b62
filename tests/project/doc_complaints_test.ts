import assert from "node:assert/strict";
import { isAboutOurs, parseDocComplaints } from "./_doc_complaints.ts";

const OUTPUT = `\
Warning Failed resolving types.
error[private-type-ref]: public type 'Gate' references private type 'PseudoLabels'
  --> /project/operators/gate.ts:14:1
   | 
14 | export type Gate = {
   | ^
   = hint: make the referenced type public or remove the reference
   | 
 2 | export interface PseudoLabels {
   | - this is the referenced type
   | 

  info: to ensure documentation is complete all types must be public


error[private-type-ref]: public type 'relu' references private type 'Tensor'
   --> /project/runtime/relu.ts:3:1
    | 
  3 | export function relu(x: tf.Tensor): tf.Tensor {
    | ^
    = hint: make the referenced type public or remove the reference
    | 
115 | export declare namespace Tensor { }
    | - this is the referenced type
    | 


error[missing-jsdoc]: exported symbol is missing JSDoc documentation
 --> /project/runtime/relu.ts:3:1
  | 
3 | export function relu(x: tf.Tensor): tf.Tensor {
  | ^


error[missing-jsdoc]: exported symbol is missing JSDoc documentation
 --> /project/runtime/tfjs.ts:6:8
  | 
6 | import * as tf from "@tensorflow/tfjs";
  |        ^


error[missing-jsdoc]: exported symbol is missing JSDoc documentation
 --> /cache/npm/tfjs/index.d.ts:1:1
  | 
1 | export declare const ERF: number;
  |                      ^

error: Found 5 documentation lint errors.
`;

Deno.test("parseDocComplaints() reads rule, place, and the type referred to", () => {
  const [first, , third] = parseDocComplaints(OUTPUT);
  assert.deepEqual(first, {
    rule: "private-type-ref",
    message: "public type 'Gate' references private type 'PseudoLabels'",
    file: "/project/operators/gate.ts",
    line: 14,
    source: "export type Gate = {",
    referenced: { line: 2, source: "export interface PseudoLabels {" },
  });
  assert.equal(third?.referenced, null);
  assert.deepEqual(parseDocComplaints(""), []);
});

Deno.test("parseDocComplaints() refuses an output that it does not understand", () => {
  assert.throws(
    () => parseDocComplaints(OUTPUT.replace("error[missing", "ERROR[missing")),
    /must hold 5 complaints: current value is 4$/,
  );
});

Deno.test("isAboutOurs() passes over types and namespaces of npm packages", () => {
  const linesOf = new Map([
    ["/project/operators/gate.ts", []],
    ["/project/operators/labels.ts", ["", "export interface PseudoLabels {"]],
    ["/project/runtime/relu.ts", []],
    ["/project/runtime/tfjs.ts", []],
  ]);
  const ours = parseDocComplaints(OUTPUT).map((complaint) => isAboutOurs(complaint, linesOf));
  assert.deepEqual(ours, [true, false, true, false, false]);
});

Deno.test("isAboutOurs() passes over the value that a type is inferred from", () => {
  const [complaint] = parseDocComplaints(OUTPUT);
  const line = "export type Gate = Inferred<typeof gateSchema>;";
  const linesOf = new Map([["/project/operators/gate.ts", [line]]]);
  const inferred = {
    ...complaint!,
    message: "public type 'Gate' references private type 'gateSchema'",
    source: line,
    referenced: { line: 1, source: line },
  };
  assert.ok(!isAboutOurs(inferred, linesOf));
  assert.ok(isAboutOurs({ ...inferred, source: "export type Gate = gateSchema;" }, linesOf));
});

// What requiring the extension's bundle costs: in processes of their own, with a stand-in for the `vscode` module.

import { spawnSync } from 'node:child_process';
import path from 'node:path';

const RUNS = 11;

/** Answers every name with something that can be called, constructed, extended and asked for more. */
const SCRIPT = `
  const Module = require('node:module');
  const load = Module._load;
  const stub = new Proxy(function () {}, { get: (_, key) => (key === 'prototype' ? {} : key === Symbol.toPrimitive ? () => '' : stub), apply: () => stub, construct: () => ({}) });
  Module._load = (name, ...rest) => (name === 'vscode' ? stub : load(name, ...rest));
  const started = performance.now();
  require(process.argv[1]);
  console.log(performance.now() - started);
`;

/** @param {string} bundles folder of the build */
export function activationTime(bundles) {
  const times = Array.from({ length: RUNS }, () => {
    const args = ['-e', SCRIPT, path.join(bundles, 'extension.js')];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`extension.js does not load: ${stderr}`);
    return Number(stdout);
  }).sort((a, b) => a - b);
  return { best: times[0] ?? 0, median: times[RUNS >> 1] ?? 0 };
}

// What a check says of a workspace, in one line: tests of checks compare lines.

import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf, type Files } from './analyze';
import type { MemoryHostOptions } from './memory-host';

/** `pass E4`, `unknown`, `fail E2 app/main.py:3 rule, Dockerfile:1`: verdict, level, and the places of the findings. */
export async function answer(check: string, files: Files, options: MemoryHostOptions = {}): Promise<string> {
  const report = await analyze(files, options);
  const { verdict, level } = checkOf(report, check);
  return [verdict, level, placesOf(report, check).join(', ')].filter(Boolean).join(' ');
}

/** One workspace and what the check says of it. */
export interface Case {
  it: string;
  files: Files;
  answer: string;
  options?: MemoryHostOptions;
}

/** Tests of a check that are nothing but workspaces and answers. */
export function describeCheck(check: string, cases: readonly Case[]): void {
  describe(check, () => {
    for (const { it: title, files, answer: expected, options } of cases) {
      it(title, async () => assert.equal(await answer(check, files, options), expected));
    }
  });
}

/** A workflow on every change with these steps (`run: npm test`); the first one stands on line 7. */
export function workflow(...steps: string[]): Files {
  const head = 'name: CI\non: [push, pull_request]\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n';
  return {
    '.github/workflows/ci.yml': head + steps.map((step) => `      - ${step.replace(/\n/g, '\n        ')}\n`).join(''),
  };
}

/** A Deployment whose container is given these lines, from `env:` on. */
export function deployment(lines: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  template:
    spec:
      containers:
        - name: api
          image: acme/shop:1
${lines}`;
}

// A small workspace with the verdict of each of its routes: what ways of writing applications come to.

import assert from 'node:assert/strict';

import { analyze, type Files } from './analyze';

export interface Way {
  situation: string;
  files: Files;
  /** Verdicts by `METHOD /path`, of all routes. */
  verdicts: Record<string, string>;
  /** What the reason of a route must say, by the same. */
  reasons?: Record<string, RegExp>;
}

/** Declares one test per way. */
export function describeWays(title: string, ways: readonly Way[]): void {
  describe(title, () => {
    for (const { situation, files, verdicts, reasons } of ways) {
      it(situation, async () => {
        const { routes } = await analyze(files);
        const found = routes.map(({ method, path, verdict }): [string, string] => [`${method} ${path}`, verdict]);
        assert.deepEqual(Object.fromEntries(found.sort()), Object.fromEntries(Object.entries(verdicts).sort()));
        for (const [wanted, pattern] of Object.entries(reasons ?? {})) {
          const route = routes.find(({ method, path }) => `${method} ${path}` === wanted);
          assert.match((route?.by ?? []).map(({ note }) => note).join('\n'), pattern);
        }
      });
    }
  });
}

// A small workspace with the verdict of each of its routes: what ways of writing applications come to.

import assert from 'node:assert/strict';

import type { RouteEntry } from '../../src/engine/report/report';
import { analyze, writtenRoutes, type Files } from './analyze';

export interface Way {
  situation: string;
  files: Files;
  /** Verdicts by `METHOD /path`, of all routes. */
  verdicts: Record<string, string>;
  /** What the reason of a route must say, by the same. */
  reasons?: Record<string, RegExp>;
}

/** Declares one test per way; what frameworks add by themselves is left out. */
export function describeWays(title: string, ways: readonly Way[]): void {
  describeBy(title, ways, writtenRoutes);
}

/** As `describeWays`, with everything that is served. */
export function describeEveryWay(title: string, ways: readonly Way[]): void {
  describeBy(title, ways, async (files) => (await analyze(files)).routes);
}

function describeBy(title: string, ways: readonly Way[], routesOf: (files: Files) => Promise<RouteEntry[]>): void {
  describe(title, () => {
    for (const { situation, files, verdicts, reasons } of ways) {
      it(situation, async () => {
        const routes = await routesOf(files);
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

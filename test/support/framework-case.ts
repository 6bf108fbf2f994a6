// One small application, one request, and what the real framework answered an anonymous caller: the form of the executed cases.

import assert from 'node:assert/strict';

import type { RouteEntry } from '../../src/engine/report/report';
import { analyze, type Files } from './analyze';

export interface FrameworkCase {
  situation: string;
  setup: string;
  /** `GET /path`. */
  request: string;
  outcome: 'open' | 'refused' | 'missing' | 'served';
}

/** Route of a request; `ALL` answers every method. */
export function routeOf(routes: readonly RouteEntry[], request: string): RouteEntry | undefined {
  const [method = '', path] = request.split(' ');
  const served = routes.filter((route) => route.path === path && route.verdict !== 'dead');
  return served.find((route) => route.method === method) ?? served.find((route) => route.method === 'ALL');
}

/** Declares one test per case. `files`: the application around a set-up. */
export function describeCases(title: string, cases: readonly FrameworkCase[], files: (setup: string) => Files): void {
  describe(title, () => {
    for (const { situation, setup, request, outcome } of cases) {
      it(`${situation}: ${request} is ${outcome}`, async () => {
        const { routes } = await analyze(files(setup));
        const route = routeOf(routes, request);
        if (outcome === 'missing') return assert.equal(route, undefined);
        assert.ok(
          route,
          `not found among ${routes.map((one) => `${one.method} ${one.path} ${one.verdict}`).join(', ')}`,
        );
        if (outcome === 'served') return;
        const open = ['unprotected', 'public-by-design', 'hollow', 'conditional', 'weak'].includes(route.verdict);
        assert.equal(route.verdict === 'unknown' ? 'unknown' : open ? 'open' : 'refused', outcome);
      });
    }
  });
}

// Facts that are told of routes, as one line each: the form of the cases.

import assert from 'node:assert/strict';

import type { RouteEntry } from '../../src/engine/report/report';
import { analyze, type Files } from './analyze';

export interface RouteFactCase {
  situation: string;
  files: Files;
  /** `METHOD /path` and what is told of it: `kind path:line level`; without the place where nothing stands anywhere. */
  expected: Record<string, string>;
}

/** Declares one test per case. */
export function describeRouteFacts(title: string, fact: 'cors' | 'csrf', cases: readonly RouteFactCase[]): void {
  describe(title, () => {
    for (const { situation, files, expected } of cases)
      it(situation, async () => {
        const { routes } = await analyze(files);
        const told = Object.fromEntries(routes.map((route) => [`${route.method} ${route.path}`, lineOf(route, fact)]));
        assert.deepEqual(Object.fromEntries(Object.keys(expected).map((route) => [route, told[route]])), expected);
      });
  });
}

function lineOf(route: RouteEntry, fact: 'cors' | 'csrf'): string {
  const told = route[fact];
  if (!told) return 'nothing';
  const { kind, path, line, level } = told;
  const names = 'origins' in told && told.origins.length > 0 ? ` (${told.origins.join(', ')})` : '';
  return level === 'E0' && kind !== 'exempted' && kind !== 'missing'
    ? kind
    : `${kind}${names} ${path}:${line} ${level}`;
}

// A route and what it asks of those who have signed in: the form of the cases.

import assert from 'node:assert/strict';

import type { RouteAuthorisation } from '../../src/engine/report/report';
import { analyze, type Files } from './analyze';

export interface AuthorisationCase {
  situation: string;
  files: Files;
  /** `METHOD /path`. */
  route: string;
  /** Null = nobody has to sign in. */
  kind: RouteAuthorisation['kind'] | null;
  level?: RouteAuthorisation['level'];
  /** Where it is asked, and what asks. */
  at?: RegExp;
}

/** Declares one test per case. */
export function describeAuthorisation(title: string, cases: readonly AuthorisationCase[]): void {
  describe(title, () => {
    for (const one of cases)
      it(`${one.situation}: ${one.kind ?? 'nothing'}`, async () => {
        const { routes } = await analyze(one.files);
        const route = routes.find(({ method, path }) => `${method} ${path}` === one.route);
        assert.ok(route, `not found among ${routes.map(({ method, path }) => `${method} ${path}`).join(', ')}`);
        const { authorisation } = route;
        assert.equal(authorisation?.kind ?? null, one.kind, JSON.stringify({ authorisation, verdict: route.verdict }));
        if (one.level) assert.equal(authorisation?.level, one.level);
        if (one.at) assert.match(`${authorisation?.by} ${authorisation?.path}:${authorisation?.line}`, one.at);
      });
  });
}

/**
 * Astro: endpoints under `src/pages` and the middleware of `src/middleware`; actions stand in `actions.ts`. Source: docs.astro.build ("Endpoints", "Middleware"). Endpoints
 * that are prerendered are files, no routes.
 */
import type { JavaScriptFramework } from '../../../code/javascript/framework';
import type { Framework } from '../../framework';
import { actions } from './actions';
import { exportedNames, readingsOf, sitesOf } from '../shared/file-layout';
import { emitFileMiddleware, emitFileRoute } from '../shared/file-routes';

const NAME = 'astro';
const ENDPOINT = /(?:^|\/)src\/pages\/(?:.*\/)?[^/_][^/]*\.[jt]s$/;
const MIDDLEWARE = /(?:^|\/)src\/middleware(?:\/index)?\.[jt]s$/;
const VERBS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'ALL']);
const EXPORTS_VERB = /export\b[^;]{0,60}\b(?:GET|POST|PUT|PATCH|DELETE|ALL)\b/;
const PRERENDERED = /export\s+const\s+prerender\s*=\s*true/;

const files: JavaScriptFramework = {
  name: NAME,
  prefilter: (text, path) =>
    (ENDPOINT.test(path) && EXPORTS_VERB.test(text)) || (MIDDLEWARE.test(path) && text.includes('onRequest')),
  module(lower) {
    const { path, text } = lower.file;
    const sure = /['"]astro(?::[\w-]+)?['"]/.test(text);
    if (MIDDLEWARE.test(path)) {
      const exported = exportedNames(lower).find(({ name }) => name === 'onRequest');
      const readings = readingsOf(path, 'src').slice(0, 1);
      if (exported) for (const { site } of sitesOf(readings, NAME, sure)) emitFileMiddleware(lower, site, exported);
    } else if (ENDPOINT.test(path) && !PRERENDERED.test(text)) {
      for (const { reading, site } of sitesOf(readingsOf(path, 'src/pages').slice(0, 1), NAME, sure)) {
        for (const exported of exportedNames(lower)) {
          if (!VERBS.has(exported.name)) continue;
          const shown = reading.rest
            .join('/')
            .replace(/\.[jt]s$/, '')
            .replace(/(?:^|\/)index$/, '');
          emitFileRoute(lower, { site, methods: [exported.name], path: `/${shown}`, exported });
        }
      }
    }
  },
};

/** Astro 2 to 5. */
export const astro: Framework = {
  name: NAME,
  readsCors: true,
  javascript: [files, actions],
  guard: { as: 'body' },
  servesRouters: true,
  site: {
    packages: ['astro'],
    configs: ['mjs', 'ts', 'js', 'mts', 'cjs'].map((end) => `astro.config.${end}`),
    prefix: 'base',
  },
};

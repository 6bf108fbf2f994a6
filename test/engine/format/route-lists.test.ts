// Paths of the frameworks as OpenAPI writes them, and cells that no spreadsheet runs.

import assert from 'node:assert/strict';

import { routesCsv, routesOpenApi } from '../../../src/engine/format/route-lists';
import type { RouteEntry } from '../../../src/engine/report/report';

function route(path: string, more: Partial<RouteEntry> = {}): RouteEntry {
  return {
    framework: 'express',
    method: 'GET',
    path,
    file: 'app.js',
    line: 3,
    declLine: 3,
    verdict: 'protected',
    by: [],
    rateLimited: 'no',
    validated: 'no',
    authorisation: null,
    cors: null,
    csrf: null,
    context: null,
    ...more,
  };
}

describe('a stub of an OpenAPI description', () => {
  const cases: [string, string, string[]][] = [
    ['/orders/:id', '/orders/{id}', ['id']],
    ['/orders/:id(\\d+)', '/orders/{id}', ['id']],
    ['/orders/{order_id:int}', '/orders/{order_id}', ['order_id']],
    ['/<string:name>/<int:page>', '/{name}/{page}', ['name', 'page']],
    ['/blog/[slug]', '/blog/{slug}', ['slug']],
    ['/docs/[[...path]]', '/docs/{path}', ['path']],
    ['/files/*', '/files/{rest}', ['rest']],
    ['/files/*path', '/files/{path}', ['path']],
    ['', '/', []],
  ];
  for (const [path, expected, names] of cases)
    it(`writes ${path || 'an empty path'} as ${expected}`, () => {
      const { paths } = JSON.parse(routesOpenApi([route(path)], 'shop')) as {
        paths: Record<string, { get: { parameters?: { name: string }[] } }>;
      };
      assert.deepEqual(Object.keys(paths), [expected]);
      assert.deepEqual(paths[expected]?.get.parameters?.map(({ name }) => name) ?? [], names);
    });

  it('leaves out what has no place in it', () => {
    const routes = [
      route('/ws', { method: 'WS' }),
      route('/old', { verdict: 'dead' }),
      route('/t', { context: 'test' }),
    ];
    assert.deepEqual((JSON.parse(routesOpenApi(routes, 'shop')) as { paths: object }).paths, {});
  });
});

describe('the inventory as CSV', () => {
  it('keeps quotes and defuses formulas', () => {
    const csv = routesCsv([route('=HYPERLINK("x")'), route('/a"b')]);
    assert.ok(csv.includes(`,"'=HYPERLINK(""x"")",`));
    assert.ok(csv.includes(',"/a""b",'));
  });
});

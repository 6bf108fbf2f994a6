// The inventory in its formats, and what changed in it since a commit.

import assert from 'node:assert/strict';

import type { RouteEntry } from '../../src/engine/report/report';
import type { Files } from '../support/memory-host';
import { commitAll, folderOf, preflight, removeFolders, runGit, write } from './support';

const GUARDED = 'dependencies=[Depends(signed_in)]';

/** A shop whose orders ask for a credential. */
function shop(routes: string[]): Files {
  return {
    'main.py': [
      'from fastapi import Depends, FastAPI, Header, HTTPException',
      'app = FastAPI()',
      'def signed_in(authorization: str = Header(None)):',
      '    if authorization != load():',
      '        raise HTTPException(status_code=401)',
      'def staff(authorization: str = Header(None)):',
      '    if authorization != load_staff():',
      '        raise HTTPException(status_code=403)',
      ...routes.flatMap((route, index) => [route, `def handler_${index}():`, '    return []']),
      '',
    ].join('\n'),
  };
}

const ORDERS = `@app.get("/orders/{order_id}", ${GUARDED})`;
const REFUND = '@app.post("/refunds", dependencies=[Depends(staff)])';

interface Diff {
  diff: {
    added: RouteEntry[];
    removed: RouteEntry[];
    changed: { before: RouteEntry; after: RouteEntry }[];
    newlyOpen: RouteEntry[];
  };
}

describe('preflight routes', function () {
  this.timeout(60_000);
  after(removeFolders);

  it('lists as CSV, without letting a spreadsheet run anything', async () => {
    const folder = folderOf(shop([ORDERS, '@app.get("/a,b")', '@app.get("/health")']), { git: true });
    const { stdout } = await preflight(folder, ['routes', '--format', 'csv']);
    const [head, ...rows] = stdout.trimEnd().split('\r\n');
    assert.equal(
      head,
      'verdict,method,path,file,line,framework,rate limited,validated,authorisation,cors,csrf,context,why',
    );
    // FastAPI adds three pages about the interface.
    assert.equal(rows.length, 3 + 3);
    assert.ok(rows.some((row) => row.includes(',"/a,b",main.py,')));
    assert.ok(rows.some((row) => row.includes('signed_in answers 401 without a valid credential')));
  });

  it('lists as a stub of an OpenAPI description', async () => {
    const folder = folderOf(shop([ORDERS, '@app.get("/health")']), { git: true });
    const { stdout } = await preflight(folder, ['routes', '--format', 'openapi']);
    const { openapi, paths } = JSON.parse(stdout) as {
      openapi: string;
      paths: Record<string, Record<string, { security?: unknown; parameters?: { name: string }[] }>>;
    };
    assert.equal(openapi, '3.1.0');
    assert.deepEqual(Object.keys(paths).sort(), ['/health', '/orders/{order_id}']);
    const operation = paths['/orders/{order_id}']?.get;
    assert.deepEqual(
      operation?.parameters?.map(({ name }) => name),
      ['order_id'],
    );
    assert.ok(operation.security);
    assert.equal(paths['/health']?.get?.security, undefined);
  });
});

describe('preflight routes --diff', function () {
  this.timeout(60_000);
  after(removeFolders);

  async function diffOf(folder: string, ...args: string[]): Promise<Diff['diff']> {
    const run = await preflight(folder, ['routes', '--diff', 'main', '--format', 'json', ...args]);
    assert.equal(run.stderr, '');
    return (JSON.parse(run.stdout) as Diff).diff;
  }

  it('says what was added, removed and protected differently, and leaves the working tree alone', async () => {
    const folder = folderOf(shop([ORDERS, REFUND, '@app.get("/health")']), { git: true });
    write(folder, shop([ORDERS.replace(`, ${GUARDED}`, ''), REFUND.replace('staff', 'signed_in'), '@app.get("/all")']));
    const status = runGit(folder, 'status', '--porcelain');
    const diff = await diffOf(folder);
    const names = (routes: RouteEntry[]): string[] => routes.map((route) => `${route.method} ${route.path}`);
    assert.deepEqual(names(diff.added), ['GET /all']);
    assert.deepEqual(names(diff.removed), ['GET /health']);
    assert.deepEqual(
      diff.changed.map(({ before, after }) => `${after.path} ${before.verdict} ${after.verdict}`),
      ['/orders/{order_id} protected unprotected', '/refunds protected protected'],
    );
    assert.deepEqual(names(diff.newlyOpen), ['GET /all', 'GET /orders/{order_id}']);
    assert.equal(runGit(folder, 'status', '--porcelain'), status);

    const text = (await preflight(folder, ['routes', '--diff', 'main'])).stdout;
    assert.match(text, /1 added · 1 removed · 2 protected differently/);
    assert.match(text, /2 endpoints newly open to anyone/);
    assert.match(text, /before: staff answers 403/);
    const markdown = (await preflight(folder, ['routes', '--diff', 'main', '--format', 'markdown'])).stdout;
    assert.match(
      markdown,
      /\| changed \| GET \| `\/orders\/\{order_id\}` \| protected → open to anyone; authorisation: none → nobody is asked \|/,
    );
    assert.equal((await preflight(folder, ['routes', '--diff', 'main', '--fail-on-open'])).code, 1);
  });

  it('says who may read answers now, and that nothing holds forged requests back any more', async () => {
    const main = (csrf: string, origins: string): Files => ({
      'app.py': `from flask import Flask
from flask_cors import cross_origin
from flask_login import login_required
from flask_wtf.csrf import CSRFProtect
app = Flask(__name__)
${csrf}
@app.post("/orders")
@login_required
def order(): return {}
@app.get("/prices")
@cross_origin(origins=${origins})
def prices(): return []
`,
    });
    const folder = folderOf(main('CSRFProtect(app)', '["https://a.example"]'), { git: true });
    write(folder, main('', '"*"'));
    const text = (await preflight(folder, ['routes', '--diff', 'main'])).stdout;
    assert.match(text, /forged requests: protected → missing/);
    assert.match(text, /cross-origin: https:\/\/a\.example by Flask-CORS → every origin by Flask-CORS/);
    const markdown = (await preflight(folder, ['routes', '--diff', 'main', '--format', 'markdown'])).stdout;
    assert.match(markdown, /\| changed \| POST \| `\/orders` \| forged requests: protected → missing \|/);
  });

  it('has nothing to say of a handler that only moved', async () => {
    const folder = folderOf(shop([ORDERS, REFUND]), { git: true });
    write(folder, shop([REFUND, ORDERS]));
    const run = await preflight(folder, ['routes', '--diff', 'main', '--fail-on-open']);
    assert.match(run.stdout, /^No endpoint was added, removed or protected differently since main\./);
    assert.equal(run.code, 0);
  });

  it('compares with where the branch left, not with what came there since', async () => {
    const folder = folderOf(shop([ORDERS]), { git: true });
    runGit(folder, 'checkout', '-q', '-b', 'refunds');
    write(folder, shop([ORDERS, REFUND]));
    commitAll(folder, 'refunds');
    runGit(folder, 'checkout', '-q', 'main');
    write(folder, shop(['@app.get("/health")']));
    commitAll(folder, 'health only');
    runGit(folder, 'checkout', '-q', 'refunds');
    const diff = await diffOf(folder);
    assert.deepEqual([diff.added.length, diff.removed.length, diff.changed.length], [1, 0, 0]);
  });

  it('looks at the named paths only', async () => {
    const folder = folderOf({ ...shop([ORDERS]), 'docs/a.md': '# A\n' }, { git: true });
    write(folder, shop([]));
    assert.equal((await diffOf(folder, 'docs')).removed.length, 0);
    assert.equal((await diffOf(folder, 'main.py')).removed.length, 1);
  });

  const wrong: [string, string[], RegExp][] = [
    ['a commit that is not there', ['--diff', 'nowhere'], /git knows no commit "nowhere"/],
    [
      'a format without a comparison',
      ['--diff', 'main', '--format', 'csv'],
      /"--diff" is written as text, json, markdown/,
    ],
    ['a gate without a comparison', ['--fail-on-open'], /"--fail-on-open" belongs to "--diff REF"/],
  ];
  for (const [what, args, message] of wrong)
    it(`takes ${what} for wrong usage`, async () => {
      const run = await preflight(folderOf(shop([ORDERS]), { git: true }), ['routes', ...args]);
      assert.equal(run.code, 2);
      assert.match(run.stderr, message);
    });

  it('needs git', async () => {
    const run = await preflight(folderOf({ ...shop([ORDERS]), 'preflight.json': '{}' }), ['routes', '--diff', 'main']);
    assert.equal(run.code, 2);
    assert.match(run.stderr, /"--diff" needs git/);
  });
});

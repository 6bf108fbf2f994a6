// Every setting of preflight.json changes the outcome; one without a case fails here.

import assert from 'node:assert/strict';

import { CONFIG_SETTINGS, type Setting } from '../../../src/engine/config/schema';
import type { Report } from '../../../src/engine/report/report';
import { analyze, checkOf, isWritten, openSession, placesOf, type Files, writtenRoutes } from '../../support/analyze';

/** What one setting changes: `see` looks at the report without it and with it. */
interface SettingCase {
  files: Files;
  config: unknown;
  see: (report: Report) => unknown;
  without: unknown;
  with: unknown;
  /** Folder of the configuration; the root when left out. */
  folder?: string;
}

const OPEN: Files = {
  'main.py':
    'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.delete("/carts/{cart_id}")\ndef drop(cart_id: int):\n    return 1\n',
};
const OUTSIDE: Files = {
  'main.py':
    'from fastapi import Depends, FastAPI\nfrom kit import require_tenant\n\napp = FastAPI()\n\n\n@app.delete("/carts", dependencies=[Depends(require_tenant)])\ndef drop():\n    return 1\n',
};
const LONG: Files = { 'src/long.ts': 'export const a = 1;\n'.repeat(60) };
const LONG_TEST: Files = { 'tests/test_long.py': 'def test_a():\n    assert True\n'.repeat(30) };
const DOC = '# Production checklist\n\n- [x] Health check endpoint\n';
const ANY: Files = {
  'tsconfig.json': '{ "compilerOptions": { "strict": true } }\n',
  'src/a.ts': Array.from({ length: 4 }, (_, index) => `export const v${index}: any = ${index};\n`).join(''),
};

const verdict =
  (id: string) =>
  (report: Report): string =>
    checkOf(report, id).verdict;
const places =
  (id: string) =>
  (report: Report): string[] =>
    placesOf(report, id);
const oversized = places('oversized-file');
const contradicted = places('checklist-contradiction');
const routes = (report: Report): string[] => report.routes.filter(isWritten).map((route) => route.verdict);
const exempted = (report: Report): (string | undefined)[] =>
  report.findings.filter(({ check }) => check === 'route-unprotected').map(({ suppressed }) => suppressed?.by);

const SAID = { id: 'att-restore-tested', by: 'Ana', date: '2026-01-10' };
const said = (report: Report): string | undefined =>
  report.attestations.filter(({ id }) => id === SAID.id).map(({ state, required }) => `${state} ${required}`)[0];

const exemption = { check: 'route-unprotected', reason: 'Internal only' };
const CASES: Readonly<Record<string, SettingCase>> = {
  include: { files: OPEN, config: { include: ['web/**'] }, see: routes, without: ['unprotected'], with: [] },
  exclude: { files: OPEN, config: { exclude: ['main.py'] }, see: routes, without: ['unprotected'], with: [] },
  extends: {
    files: { ...OPEN, 'team.json': '{ "exclude": ["main.py"] }' },
    config: { extends: './team.json' },
    see: routes,
    without: ['unprotected'],
    with: [],
  },
  severities: {
    files: OPEN,
    config: { severities: { 'route-unprotected': 'low' } },
    see: ({ findings }) => findings.find(({ check }) => check === 'route-unprotected')?.severity,
    without: 'blocker',
    with: 'low',
  },
  'budgets.softLines': {
    files: LONG,
    config: { budgets: { softLines: 50 } },
    see: oversized,
    without: [],
    with: ['src/long.ts:1 code'],
  },
  'budgets.hardLines': {
    files: LONG,
    config: { budgets: { hardLines: 50 } },
    see: oversized,
    without: [],
    with: ['src/long.ts:1 lines'],
  },
  'budgets.testLines': {
    files: LONG_TEST,
    config: { budgets: { testLines: 50 } },
    see: oversized,
    without: [],
    with: ['tests/test_long.py:1 lines'],
  },
  'budgets.bytes': {
    files: LONG,
    config: { budgets: { bytes: 500 } },
    see: oversized,
    without: [],
    with: ['src/long.ts:1 bytes'],
  },
  'budgets.any': {
    files: ANY,
    config: { budgets: { any: 2 } },
    see: verdict('ts-any-budget'),
    without: 'pass',
    with: 'fail',
  },
  'budgets.files': {
    files: LONG,
    config: { budgets: { files: { 'src/*.ts': { lines: 20, bytes: 100 } } } },
    see: verdict('file-budget'),
    without: 'not-applicable',
    with: 'fail',
  },
  'routes.public': {
    files: OPEN,
    config: { routes: { public: [{ path: '/carts/{cart_id}', method: 'DELETE', reason: 'A demo' }] } },
    see: routes,
    without: ['unprotected'],
    with: ['public-by-design'],
  },
  'routes.guards': {
    files: OUTSIDE,
    config: { routes: { guards: ['require_tenant'] } },
    see: routes,
    without: ['unprotected'],
    with: ['protected'],
  },
  'checklists.include': {
    files: { ...OPEN, 'docs/checklist.md': DOC, 'docs/golive.md': DOC },
    config: { checklists: { include: ['docs/golive.md'] } },
    see: contradicted,
    without: ['docs/checklist.md:3 claimed-not-so', 'docs/golive.md:3 claimed-not-so'],
    with: ['docs/golive.md:3 claimed-not-so'],
  },
  'checklists.exclude': {
    files: { ...OPEN, 'docs/checklist.md': DOC },
    folder: 'docs',
    config: { checklists: { exclude: ['checklist.md'] } },
    see: contradicted,
    without: ['docs/checklist.md:3 claimed-not-so'],
    with: [],
  },
  exemptions: {
    files: OPEN,
    config: { exemptions: [exemption] },
    see: exempted,
    without: [undefined],
    with: ['config'],
  },
  'exemptions.paths': {
    files: OPEN,
    config: { exemptions: [{ ...exemption, paths: ['old/**'] }] },
    see: exempted,
    without: [undefined],
    with: [undefined],
  },
  'attestations.file': {
    files: { ...OPEN, 'ops/said.json': JSON.stringify({ attestations: [SAID] }) },
    config: { attestations: { file: 'ops/said.json' } },
    see: said,
    without: 'not-stated false',
    with: 'attested false',
  },
  'attestations.required': {
    files: OPEN,
    config: { attestations: { required: [SAID.id] } },
    see: said,
    without: 'not-stated false',
    with: 'not-stated true',
  },
  'exemptions.expires': {
    files: OPEN,
    config: { exemptions: [{ ...exemption, expires: '2025-12-31' }] },
    see: exempted,
    without: [undefined],
    with: [undefined],
  },
};

/** `failOn` is tested with the exit codes in test/cli/check.test.ts, `baseline` below; `$schema` is for editors. */
const ELSEWHERE = new Set(['$schema', 'failOn', 'baseline']);

/** Settings by path: groups are opened, lists and maps are one setting. */
function pathsOf(setting: Setting, path = ''): string[] {
  if (setting.kind !== 'object') return [path];
  return Object.entries(setting.members).flatMap(([key, member]) =>
    pathsOf(member, path === '' ? key : `${path}.${key}`),
  );
}

describe('the settings', () => {
  it('have a case each', () => {
    assert.deepEqual(
      pathsOf(CONFIG_SETTINGS).filter((path) => !(path in CASES) && !ELSEWHERE.has(path)),
      [],
    );
  });

  for (const [name, { files, config, see, without, with: expected, folder = '' }] of Object.entries(CASES)) {
    it(`${name} is honoured`, async () => {
      const path = folder === '' ? 'preflight.json' : `${folder}/preflight.json`;
      const { session } = await openSession({ ...files, [path]: JSON.stringify(config) });
      const report = session.report();
      assert.deepEqual(session.configProblems(), []);
      assert.deepEqual(see(await analyze(files)), without);
      assert.deepEqual(see(report), expected);
    });
  }

  it('baseline is honoured', async () => {
    const [finding] = (await analyze(OPEN)).findings.filter(({ check }) => check === 'route-unprotected');
    const debt = JSON.stringify({ version: 1, findings: [{ fingerprint: finding?.fingerprint }] });
    const isOld = async (files: Files): Promise<boolean | undefined> =>
      (await analyze(files)).findings.find(({ fingerprint }) => fingerprint === finding?.fingerprint)?.baselined;
    assert.equal(await isOld({ ...OPEN, 'debt.json': debt }), false);
    assert.equal(await isOld({ ...OPEN, 'debt.json': debt, 'preflight.json': '{ "baseline": "debt.json" }' }), true);
  });
});

describe('routes.guards', () => {
  const CONFIG = '{ "routes": { "guards": ["require_tenant"] } }';

  it('is the reason in the chain of the route', async () => {
    const [route] = await writtenRoutes({ ...OUTSIDE, 'preflight.json': CONFIG });
    assert.equal(route?.verdict, 'protected');
    assert.deepEqual(route?.by?.map(({ path, line, note }) => `${path}:${line} ${note}`).slice(-2), [
      'main.py:7 require_tenant stands before the route here',
      'preflight.json:1 require_tenant is among its "routes.guards"',
    ]);
  });

  it('reaches a dependency of a guard', async () => {
    const code = `from fastapi import Depends, FastAPI, HTTPException
from kit import require_tenant

app = FastAPI()


def active(tenant=Depends(require_tenant)):
    if tenant.closed:
        raise HTTPException(status_code=403)
    return tenant


@app.delete("/carts")
def drop(tenant=Depends(active)):
    return 1
`;
    assert.deepEqual(routes(await analyze({ 'main.py': code, 'preflight.json': CONFIG })), ['protected']);
  });

  it('reaches middleware of a package', async () => {
    const code = `const express = require('express');
const { gate } = require('@shop/kit');
const app = express();
app.use(gate());
app.delete('/carts', (req, res) => res.sendStatus(204));
app.listen(80);
`;
    const config = '{ "routes": { "guards": ["gate"] } }';
    assert.deepEqual(routes(await analyze({ 'src/app.js': code, 'preflight.json': config })), ['protected']);
    assert.deepEqual(routes(await analyze({ 'src/app.js': code })), ['unprotected']);
  });

  it('does not excuse a body that lets callers through', async () => {
    const files = {
      'main.py': (OUTSIDE['main.py'] ?? '').replace(
        'from kit import require_tenant\n',
        '\n\ndef require_tenant():\n    return True\n',
      ),
      'preflight.json': CONFIG,
    };
    assert.notDeepEqual(routes(await analyze(files)), ['protected']);
  });

  it('holds in the folder of its configuration alone', async () => {
    const main = OUTSIDE['main.py'] ?? '';
    const files = { 'a/main.py': main, 'b/main.py': main, 'a/preflight.json': CONFIG };
    assert.deepEqual(routes(await analyze(files)), ['protected', 'unprotected']);
  });
});

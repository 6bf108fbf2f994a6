import assert from 'node:assert/strict';

import { CalledMethods, LikelyModule } from '../../../src/engine/routes/program/likely';
import type { CollectJob, CollectResult } from '../../../src/engine/host';
import { createSession } from '../../../src/engine/session/session';
import { openSession, type Files } from '../../support/analyze';
import { MemoryHost } from '../../support/memory-host';

/** Remembers what was collected, call by call. */
class CountingHost extends MemoryHost {
  readonly calls: CollectJob[][] = [];

  override async collect(jobs: CollectJob[], onBatch: (results: CollectResult[]) => void): Promise<void> {
    this.calls.push(jobs);
    await super.collect(jobs, onBatch);
  }

  get deep(): string[] {
    return this.calls.flatMap((jobs) => jobs.filter(({ deep }) => deep).map(({ path }) => path)).sort();
  }
}

/** A chain of modules without a word of a route, and one that is imported and never called. */
const CHAIN: Files = {
  'app/__init__.py': '',
  'app/main.py': [
    'from fastapi import Depends, FastAPI',
    'from app.guards import signed_in',
    'from app.money import Price',
    'app = FastAPI()',
    '@app.get("/orders", dependencies=[Depends(signed_in)])',
    'def orders(price: Price):',
    '    return []',
    '',
  ].join('\n'),
  'app/guards.py': 'from app.sessions import read\ndef signed_in(token: str = ""):\n    return read(token)\n',
  'app/sessions.py':
    'from app.errors import refuse\ndef read(token):\n    if not token:\n        refuse()\n    return token\n',
  'app/errors.py': 'def refuse():\n    raise PermissionError("sign in first")\n',
  'app/money.py': 'class Price:\n    amount = 1\n',
};

async function scanned(files: Files): Promise<{ host: CountingHost; report: unknown }> {
  const host = new CountingHost(files);
  const session = createSession(host, { version: '0.0.0-test', today: '2026-01-01' });
  await session.scan();
  return { host, report: session.report() };
}

describe('links that are followed ahead', () => {
  it('are there before anybody links, and only those that a name leads to', async () => {
    const { host } = await scanned(CHAIN);
    assert.deepEqual(host.deep, ['app/errors.py', 'app/guards.py', 'app/sessions.py']);
  });

  it('change nothing of the report', async () => {
    const { report } = await scanned(CHAIN);
    const { session, host } = await openSession({ ...CHAIN, 'app/guards.py': '' });
    Object.assign(host.files, CHAIN);
    await session.update([{ path: 'app/guards.py' }]);
    assert.deepEqual(session.report(), report);
  });

  it('are guessed from what is evaluated or called, not from types', async () => {
    const { session } = await openSession(CHAIN);
    const code = session.factsOf('app/main.py')?.parts.code;
    assert.ok(code);
    const taken = { run: new Set<string>(), handed: new Set<string>() };
    const imports = new LikelyModule(code, false).imports(new CalledMethods(), taken);
    assert.deepEqual(
      imports.map(({ from }) => from),
      ['app.guards'],
    );
  });

  it('go through packages that hand a name on, and into methods that somebody calls', async () => {
    const { host } = await scanned({
      ...CHAIN,
      'app/guards.py': 'from app.users import Users\ndef signed_in(token: str = ""):\n    return Users().find(token)\n',
      'app/users/__init__.py': 'from .store import Users\nfrom .mail import Letters\n',
      'app/users/store.py': [
        'from app.errors import refuse',
        'from app.sessions import read',
        'class Users:',
        '    def find(self, token):',
        '        refuse()',
        '    def forget(self, token):',
        '        read(token)',
        '',
      ].join('\n'),
      'app/users/mail.py': 'class Letters:\n    pass\n',
    });
    assert.deepEqual(host.deep, ['app/errors.py', 'app/guards.py', 'app/users/__init__.py', 'app/users/store.py']);
  });

  it('wait for what says how modules name each other', async () => {
    const { host } = await scanned({
      'package.json': '{ "name": "shop", "dependencies": { "express": "5.0.0" } }',
      'src/app.ts': [
        "import express from 'express';",
        "import { signedIn } from '@guards/session';",
        'const app = express();',
        "app.get('/orders', signedIn, (req, res) => res.json([]));",
        'app.listen(3000);',
        '',
      ].join('\n'),
      'src/guards/session.ts':
        'export function signedIn(req, res, next) {\n  if (!req.headers.authorization) return res.sendStatus(401);\n  next();\n}\n',
      'tsconfig.json': '{ "compilerOptions": { "baseUrl": ".", "paths": { "@guards/*": ["src/guards/*"] } } }',
    });
    const [first] = host.calls;
    assert.deepEqual(first?.map(({ path }) => path).sort(), ['package.json', 'tsconfig.json']);
    assert.deepEqual(host.deep, ['src/guards/session.ts']);
  });

  it('do not hide that an import further down cannot work', async () => {
    const files: Files = {
      'app/__init__.py': '',
      'app/main.py': [
        'from fastapi import FastAPI',
        'app = FastAPI()',
        'extra = {}',
        'try:',
        '    from app import reports',
        '    extra["reports"] = reports',
        'except Exception:',
        '    pass',
        'for name, module in extra.items():',
        '    app.include_router(module.router)',
        '',
      ].join('\n'),
      'app/reports.py': [
        'from fastapi import APIRouter, Depends',
        'from app.guards import signed_in',
        'router = APIRouter()',
        '@router.get("/reports", dependencies=[Depends(signed_in)])',
        'def reports():',
        '    return []',
        '',
      ].join('\n'),
      'app/numbers.py': 'from app.errors import nothing_of_that_name\ndef totals():\n    return 0\n',
      'app/guards.py': [
        'from app.numbers import totals',
        'from app.errors import refuse',
        'def signed_in(token: str = ""):',
        '    if not token:',
        '        refuse()',
        '    return totals()',
        '',
      ].join('\n'),
      'app/errors.py': 'def refuse():\n    raise PermissionError("sign in first")\n',
    };
    const { session, host } = await openSession(files);
    const routes = (): string[] => session.report().routes.map(({ path, verdict }) => `${path} ${verdict}`);
    const first = routes();
    assert.ok(first.includes('/reports dead'));
    host.files['app/main.py'] += '\n';
    await session.update([{ path: 'app/main.py' }]);
    assert.deepEqual(routes(), first);
  });
});

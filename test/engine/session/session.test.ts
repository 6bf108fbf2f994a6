import assert from 'node:assert/strict';

import type { Change } from '../../../src/engine/host';
import { analyze, openSession, writtenRoutes, type Files } from '../../support/analyze';

/** A FastAPI application whose guard lies in a file without any word of a route. */
const LINKED: Files = {
  'app/__init__.py': '',
  'app/main.py': [
    'from fastapi import Depends, FastAPI',
    'from app.guards import signed_in',
    'app = FastAPI()',
    '@app.get("/orders", dependencies=[Depends(signed_in)])',
    'def orders():',
    '    return []',
    '',
  ].join('\n'),
  'app/guards.py': [
    'from app.errors import refuse',
    'def signed_in(token: str = ""):',
    '    if not token:',
    '        refuse()',
    '    return token',
    '',
  ].join('\n'),
  'app/errors.py': 'def refuse():\n    raise PermissionError("sign in first")\n',
  'README.md': '# Shop\n',
};

/** Applies changes of texts, and compares with a scan from nothing. */
async function assertSameAsFresh(start: Files, steps: Files[]): Promise<void> {
  const { session, host } = await openSession(start);
  for (const step of steps) {
    const changes: Change[] = Object.keys(step).map((path) => ({ path }));
    Object.assign(host.files, step);
    await session.update(changes);
    assert.deepEqual(session.report(), await analyze(host.files));
  }
}

describe('A file that was about to be written', () => {
  it('says nothing any more once it is taken back', async () => {
    const { session } = await openSession({ 'app.py': 'import os\n\nHOST = os.environ["MAIL_HOST"]\n' });
    const before = session.report();
    await session.update([{ path: '.env.example', text: 'MAIL_HOST=\n', isNew: true }]);
    assert.notDeepEqual(session.report().findings, before.findings);
    await session.update([{ path: '.env.example', text: null }]);
    assert.deepEqual(session.report(), before);
  });
});

describe('a session', () => {
  it('reports every listed file', async () => {
    const report = await analyze({ 'a.py': 'x = 1\n', 'src/b.ts': 'export const b = 1;\n' });
    assert.equal(report.stats.files, 2);
    assert.equal(report.stats.bytes, 26);
  });

  it('ends where a fresh scan ends, whatever came before', async () => {
    const main = LINKED['app/main.py'] ?? '';
    await assertSameAsFresh(LINKED, [
      { 'app/main.py': main.replace(', dependencies=[Depends(signed_in)]', '') },
      { 'app/main.py': main },
      { 'app/errors.py': 'def refuse():\n    return None\n' },
      { 'app/guards.py': 'def signed_in():\n    return None\n' },
      { 'README.md': '# Shop\n\n- [x] Rate limiting on login\n' },
      { 'app/new.py': 'from app.main import app\n@app.post("/pay")\ndef pay():\n    return 1\n' },
    ]);
  });

  it('carries over only what an edit leaves true', async () => {
    const main = LINKED['app/main.py'] ?? '';
    const start: Files = {
      ...LINKED,
      'requirements.txt': 'fastapi==0.115.0\n',
      'app/notes.py': 'LIMIT = 3\n',
      'app/limits.py': 'def limited():\n    return None\n',
    };
    await assertSameAsFresh(start, [
      { 'app/notes.py': 'LIMIT = 4\n' },
      { 'app/notes.py': 'import os\nprint(os.environ["LIMIT"])\n' },
      { 'app/main.py': main.replace('def orders', '# preflight: public, the shop window\ndef orders') },
      { 'app/main.py': main.replace('[Depends(signed_in)]', '[]') },
      { 'app/notes.py': 'LIMIT = 5\n' },
      { 'app/main.py': main },
      { 'app/notes.py': 'LIMIT = 6\n' },
      { 'requirements.txt': 'fastapi\nslowapi\n' },
      { 'preflight.json': '{ "checks": { "route-unprotected": "off" } }\n' },
      { 'README.md': '# Shop\n\n- [x] `app/notes.py` < 1 lines\n' },
      { 'app/notes.py': 'LIMIT = 7\nOTHER = 8\n', 'app/guards.py': 'def signed_in():\n    return None\n' },
    ]);
  });

  it('still follows a link that an edit elsewhere has nothing to do with', async () => {
    const { session, host } = await openSession({ ...LINKED, 'app/notes.py': 'LIMIT = 3\n' });
    for (const limit of ['4', '5']) {
      host.files['app/notes.py'] = `LIMIT = ${limit}\n`;
      await session.update([{ path: 'app/notes.py' }]);
      assert.equal(session.factsOf('app/guards.py')?.deep, true);
      assert.equal(session.counters.collected, 1);
    }
  });

  it('follows a secret value through edits as a fresh scan would', async () => {
    const value = ['gh', 'p_', 'Q7rT2mXw9KcV4bNz8LpY3sHd6JfG1aR5uEoi'].join('');
    const other = ['gh', 'p_', 'Z4kW8nBq1TyM6vHx3CsR9pLd2GfJ7eA5uUio'].join('');
    const start = {
      'deploy.py': `TOKEN = "${value}"\n`,
      'docs/setup.md': `# Setup\n\nexport TOKEN=${value}\n`,
      'notes.txt': 'nothing here\n',
    };
    const { session } = await openSession(start);
    assert.ok(session.report().findings.some((finding) => finding.check === 'hardcoded-secret'));
    await assertSameAsFresh(start, [
      { 'notes.txt': `remember ${value}\n` },
      { 'docs/setup.md': '# Setup\n' },
      { 'deploy.py': `\nTOKEN = "${other}"\n` },
      { 'notes.txt': `one line more\nremember ${other} and ${value}\n` },
      { 'deploy.py': 'TOKEN = os.environ["TOKEN"]\n' },
    ]);
  });

  it('reads the files of a foreign project anew when what makes it foreign comes or goes', async () => {
    const shop = { 'main.py': LINKED['app/main.py'] ?? '', 'app/guards.py': LINKED['app/guards.py'] ?? '' };
    const theirs = {
      'tools/board/server.py':
        'from fastapi import FastAPI\napp = FastAPI()\n@app.get("/all")\ndef all():\n    return []\n',
    };
    const routes = async (files: Files): Promise<number> => (await writtenRoutes(files)).length;
    const licence = { 'tools/board/LICENSE': 'GPL\n', 'tools/board/.editorconfig': 'root = true\n' };
    assert.equal(await routes({ ...shop, ...theirs }), (await routes({ ...shop, ...theirs, ...licence })) + 1);
    await assertSameAsFresh({ ...shop, ...theirs }, [
      licence,
      { LICENSE: 'GPL\n' },
      { LICENSE: 'MIT\n' },
      { '.gitattributes': 'tools/** -linguist-vendored\n' },
      { '.gitattributes': 'app/** linguist-vendored\n' },
    ]);
  });

  it('puts an open buffer before the disk, and forgets it when it closes', async () => {
    const { session, host } = await openSession({ 'a.py': 'x = 1\n' });
    await session.update([{ path: 'a.py', text: 'x = 1\ny = 2\n' }]);
    assert.equal(session.factsOf('a.py')?.lines, 2);
    host.files['a.py'] = '';
    await session.update([{ path: 'a.py' }]);
    assert.equal(session.factsOf('a.py')?.lines, 2);
    await session.update([{ path: 'a.py', text: null }]);
    assert.equal(session.factsOf('a.py')?.lines, 0);
  });

  it('forgets the files of a folder that is gone', async () => {
    const { session, host } = await openSession({ 'a.py': '', 'old/b.py': '', 'old/deep/c.py': '' });
    delete host.files['old/b.py'];
    delete host.files['old/deep/c.py'];
    await session.update([{ path: 'old' }]);
    assert.equal(session.report().stats.files, 1);
    assert.equal(session.factsOf('old/b.py'), undefined);
  });

  it('keeps the last report when it is stopped', async () => {
    const { session } = await openSession({ 'a.py': '' });
    const before = session.report();
    await assert.rejects(session.scan({ signal: AbortSignal.abort() }));
    assert.equal(session.report(), before);
  });
});

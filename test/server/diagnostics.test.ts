import assert from 'node:assert/strict';

import type { Diagnostic } from 'vscode-languageserver/node';

import type { Finding } from '../../src/engine/finding';
import { diagnosticsOf, MAX_PER_FILE, type DiagnosticInput } from '../../src/server/diagnostics';
import { Publisher } from '../../src/server/publisher';
import { DEFAULT_SETTINGS, readSettings } from '../../src/server/settings';
import { pathInFolder, uriInFolder } from '../../src/server/uris';
import { effectOf } from '../../src/server/watch';
import { analyze } from '../support/analyze';

const FINDING: Finding = {
  check: 'oversized-file',
  rule: null,
  severity: 'high',
  path: 'a.py',
  line: 3,
  column: 5,
  endLine: 3,
  endColumn: 9,
  message: 'Too long.',
  fingerprint: 'f',
  group: null,
  related: [],
  fixes: [],
  baselined: false,
  suppressed: null,
  data: {},
};

async function convert(findings: Partial<Finding>[], more: Partial<DiagnosticInput> = {}): Promise<Diagnostic[]> {
  const report = await analyze({ 'a.py': 'x = 1\n' });
  report.findings = findings.map((finding) => ({ ...FINDING, ...finding }));
  const uriOf = (path: string): string => `file:///w/${path}`;
  const input = { report, problems: [], settings: DEFAULT_SETTINGS, uriOf, pageOf: (id: string) => `page:${id}` };
  return diagnosticsOf({ ...input, ...more }).get('a.py') ?? [];
}

describe('findings as diagnostics', () => {
  it('count lines and columns from 0', async () => {
    const [diagnostic] = await convert([{}]);
    assert.deepEqual(diagnostic?.range, { start: { line: 2, character: 4 }, end: { line: 2, character: 8 } });
  });

  it('are errors only for blockers, and hints for accepted debt', async () => {
    const severities = ['blocker', 'high', 'medium', 'low', 'info'] as const;
    const drawn = await convert(severities.map((severity) => ({ severity })));
    assert.deepEqual(
      drawn.map(({ severity }) => severity),
      [1, 2, 3, 3, 4],
    );
    const [accepted] = await convert([{ severity: 'blocker', baselined: true }]);
    assert.equal(accepted?.severity, 4);
  });

  it('leave out what is silenced and what has no file', async () => {
    assert.deepEqual(await convert([{ suppressed: { by: 'comment', reason: 'sample' } }, { path: null }]), []);
  });

  it('carry what code actions need and never what fixes know', async () => {
    const [diagnostic] = await convert([{ data: { name: 'TOKEN' } }]);
    assert.deepEqual(diagnostic?.data, { fingerprint: 'f' });
  });

  it('say how many more there are when a file has too many, and keep the most severe', async () => {
    const many = Array.from({ length: MAX_PER_FILE + 50 }, (_, index) => ({ line: index + 1, endLine: index + 1 }));
    const diagnostics = await convert([...many, { severity: 'blocker', line: 9999, endLine: 9999 }]);
    assert.equal(diagnostics.length, MAX_PER_FILE);
    assert.equal(diagnostics.filter(({ severity }) => severity === 1).length, 1);
    assert.match(String(diagnostics.at(-1)?.message), /^52 more findings/);
  });
});

describe('what was published', () => {
  const sent: string[] = [];
  const publisher = new Publisher(
    ({ uri, diagnostics }) => sent.push(`${uri} ${diagnostics.length}`),
    () => undefined,
  );
  const one: Diagnostic = { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } }, message: 'm' };
  const all = (): boolean => true;

  beforeEach(() => sent.splice(0));

  it('is sent once, taken back when gone, and only where it is owned', () => {
    publisher.replace(
      new Map([
        ['a', [one]],
        ['b', [one]],
      ]),
      all,
    );
    publisher.replace(
      new Map([
        ['a', [one]],
        ['b', [one]],
      ]),
      all,
    );
    assert.deepEqual(sent, ['a 1', 'b 1']);
    publisher.replace(new Map(), (uri) => uri === 'a');
    assert.deepEqual(sent.slice(2), ['a 0']);
    publisher.replace(new Map(), all, (uri) => uri === 'b');
    assert.deepEqual(sent.slice(3), [], 'newer text of b is on its way');
  });
});

describe('URIs', () => {
  it('are relative to the folder they lie in, and not to one whose name begins alike', () => {
    assert.equal(pathInFolder('file:///w/shop', 'file:///w/shop/src/a%20b.ts'), 'src/a b.ts');
    assert.equal(pathInFolder('file:///c%3A/shop', 'file:///c:/shop/a.ts'), 'a.ts');
    assert.equal(pathInFolder('file:///w/shop', 'file:///w/shop-old/a.ts'), undefined);
  });

  it('survive the way there and back, whatever a file is called', () => {
    for (const name of ['a b.ts', '100%.md', '[id].tsx', '(group)/page.tsx', 'ü/#1?.py', "it's.md"]) {
      assert.equal(pathInFolder('file:///w', uriInFolder('file:///w', name)), name);
    }
  });
});

describe('settings', () => {
  it('keep their defaults where they are absent or wrong', () => {
    assert.deepEqual(readSettings(null), DEFAULT_SETTINGS);
    assert.deepEqual(readSettings({ enable: 'yes', problems: { severities: { high: 'loud' } } }), DEFAULT_SETTINGS);
    assert.equal(readSettings({ problems: { severities: { high: 'off' } } }).drawn.high, null);
  });
});

describe('changes on disk', () => {
  it('lead to a scan, an update or nothing', () => {
    assert.equal(effectOf('.git/HEAD'), 'scan');
    assert.equal(effectOf('.git/index'), 'update');
    assert.equal(effectOf('src/a.ts'), 'update');
    assert.equal(effectOf('node_modules/left-pad/index.js'), 'none');
    assert.equal(effectOf('web/node_modules/left-pad/package.json'), 'none');
  });
});

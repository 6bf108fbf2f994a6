// Our own repository holds no secret: it is scanned with our own engine.

import assert from 'node:assert/strict';
import path from 'node:path';

import { createSession } from '../src/engine/session/session';
import { createNodeHost } from '../src/node/host';

const root = path.resolve(__dirname, '..');

/** Checks of which this repository has no finding; samples are joined at run time so that it stays that way. */
const NONE = ['hardcoded-secret', 'secret-file-committed'];

describe('this repository', function () {
  this.timeout(60_000);

  it('holds no secret', async () => {
    const host = createNodeHost(root, { mayRunGit: true, cache: null });
    try {
      const session = createSession(host, { version: '0.0.0-test', today: '2026-01-15', baseline: null });
      await session.scan();
      const findings = session.report().findings.filter((finding) => NONE.includes(finding.check));
      assert.deepEqual(
        findings.map(({ path: file, line, rule }) => `${file}:${line} ${rule}`),
        [],
      );
    } finally {
      await host.dispose();
    }
  });
});

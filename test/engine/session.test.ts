import assert from 'node:assert/strict';

import { analyze } from '../support/analyze';

describe('a session', () => {
  it('reports every listed file', async () => {
    const report = await analyze({ 'a.py': 'x = 1\n', 'src/b.ts': 'export const b = 1;\n' });
    assert.equal(report.stats.files, 2);
    assert.equal(report.stats.bytes, 26);
  });
});

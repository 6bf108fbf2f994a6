import assert from 'node:assert/strict';

import { partOf } from '../../support/collect';

describe('the outline of a document', () => {
  it('holds its first heading and those of topics, with the commands under them', async () => {
    const text =
      '# Shop\n\nColours\n=======\n\n## Deploy\n\n### Rollback\n\n```sh\n# Install\nhelm rollback\n```\n\n## Setup\n';
    const facts = await partOf('outline', 'docs/a.md', text);
    assert.deepEqual(
      facts?.headings.map(({ level, text: own, line, code }) => [level, own, line, code]),
      [
        [1, 'Shop', 1, false],
        [2, 'Deploy', 6, true],
        [3, 'Rollback', 8, true],
        [2, 'Setup', 15, false],
      ],
    );
  });
});

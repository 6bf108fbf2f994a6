import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf, type Files } from '../../support/analyze';

const ID = 'root-doc-sprawl';

function documents(count: number, folder = ''): Files {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`${folder}REPORT_${index}.md`, '# a\n']));
}

describe(ID, () => {
  it('holds with up to 20, wherever the others are', async () => {
    const report = await analyze({ ...documents(20), ...documents(300, 'docs/') });
    assert.equal(checkOf(report, ID).verdict, 'pass');
  });

  it('fails above, at the README or the first document', async () => {
    const report = await analyze({ ...documents(20), 'README.md': '# a\n' });
    assert.equal(checkOf(report, ID).verdict, 'fail');
    assert.deepEqual(placesOf(report, ID), ['README.md:1']);
    assert.deepEqual(placesOf(await analyze(documents(21)), ID), ['REPORT_0.md:1']);
  });

  it('holds without any', async () => {
    assert.equal(checkOf(await analyze({ 'a.py': '' }), ID).verdict, 'pass');
  });
});

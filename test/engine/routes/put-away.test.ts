import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf, type Files } from '../../support/analyze';

function shop(folder: string): Files {
  return {
    [`${folder}main.py`]:
      'from fastapi import FastAPI\napp = FastAPI()\n\n@app.post("/orders")\ndef order(body: dict):\n    return save(body)\n',
  };
}

describe('an application that was put away', () => {
  it('blocks nothing, and is no application that has to be set up', async () => {
    const report = await analyze({ ...shop('archive/shop-2023/'), ...shop('shop/') });
    assert.deepEqual(placesOf(report, 'route-unprotected'), ['shop/main.py:4']);
    assert.deepEqual(placesOf(report, 'error-handler-registered'), ['shop/main.py:2']);
    assert.equal(report.routes.find(({ file }) => file.startsWith('archive/'))?.context, 'example');
  });

  it('is told by a folder at the top alone: further down it may be a path', async () => {
    const report = await analyze(shop('shop/archive/'));
    assert.equal(checkOf(report, 'route-unprotected').verdict, 'fail');
    assert.deepEqual(placesOf(report, 'route-unprotected'), ['shop/archive/main.py:4']);
  });
});

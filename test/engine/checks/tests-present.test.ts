import assert from 'node:assert/strict';

import { answer } from '../../support/answer';

const ID = 'tests-present';
const CODE = { 'shop/orders.py': 'def total(items):\n    return sum(items)\n' };
const TEST = 'def test_total():\n    assert total([1, 2]) == 3\n';

describe(ID, () => {
  it('holds for tests with assertions, one level higher when CI runs them', async () => {
    const files = { ...CODE, 'tests/test_orders.py': TEST };
    assert.equal(await answer(ID, files), 'pass E3');
    const workflow = 'on: push\njobs:\n  test:\n    runs-on: x\n    steps:\n      - run: pytest\n';
    assert.equal(await answer(ID, { ...files, '.github/workflows/ci.yml': workflow }), 'pass E4');
  });

  it('knows the tests of several languages', async () => {
    const files = {
      'src/cart.test.ts': "it('adds', () => {\n  expect(add(1, 2)).toBe(3);\n});\n",
      'cart/cart_test.go': 'func TestAdd(t *testing.T) {\n  if Add(1, 2) != 3 { t.Error("no") }\n  t.Fatal("x")\n}\n',
      'src/CartTest.java': '@Test\nvoid adds() { assertEquals(3, add(1, 2)); }\n',
    };
    for (const [path, text] of Object.entries(files)) assert.equal(await answer(ID, { [path]: text }), 'pass E3', path);
  });

  it('fails without tests, at the manifest', async () => {
    assert.equal(await answer(ID, { ...CODE, 'requirements.txt': 'fastapi\n' }), 'fail E0 requirements.txt:1');
    assert.equal(await answer(ID, CODE), 'fail E0 workspace');
  });

  it('fails when no test asserts anything', async () => {
    const files = { ...CODE, 'tests/test_orders.py': 'def test_total():\n    total([1, 2])\n' };
    assert.equal(await answer(ID, files), 'fail E2 tests/test_orders.py:1');
  });

  it('is not fooled by a file that only has a name like a test, or by archived tests', async () => {
    assert.equal(await answer(ID, { ...CODE, 'test_connection.py': 'connect("db")\n' }), 'fail E0 workspace');
    assert.equal(await answer(ID, { ...CODE, 'archive/tests/test_orders.py': TEST }), 'fail E0 workspace');
  });

  it('does not apply without code', async () => {
    assert.equal(await answer(ID, { 'README.md': '# Notes\n' }), 'not-applicable');
  });
});

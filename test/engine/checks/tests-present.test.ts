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
      'src/test/java/org/acme/samples/shop/CartTests.java': '@Test\nvoid adds() { assertEquals(3, add(1, 2)); }\n',
      'src/CartTest.java': '@Test\nvoid adds() { assertEquals(3, add(1, 2)); }\n',
      'test/models/cart_test.rb':
        'class CartTest < ActiveSupport::TestCase\n  test "adds" do\n    assert_equal 3, add(1, 2)\n  end\nend\n',
      'test/test_cart.rb': 'class TestCart < Minitest::Test\n  def test_adds\n    refute_nil add(1, 2)\n  end\nend\n',
      'spec/cart_spec.rb': 'describe Cart do\n  it { is_expected.to be_empty }\nend\n',
      'tests/Unit/CartTest.php':
        '<?php\n\nclass CartTest extends TestCase\n{\n    #[Test]\n    public function adds(): void\n    {\n        self::assertSame(3, add(1, 2));\n    }\n}\n',
      'tests/Feature/CartTest.php': "<?php\n\nit('adds', function () {\n    expect(add(1, 2))->toBe(3);\n});\n",
      'tests/CartTests.cs':
        'public class CartTests\n{\n    [Fact]\n    public void Adds() => Add(1, 2).Should().Be(3);\n}\n',
      'src/cart.rs':
        '#[cfg(test)]\nmod tests {\n    #[test]\n    fn adds() {\n        assert_eq!(add(1, 2), 3);\n    }\n}\n',
      'test/cart_test.exs': 'defmodule CartTest do\n  test "adds" do\n    assert add(1, 2) == 3\n  end\nend\n',
      'test/cart_test.dart': "void main() {\n  test('adds', () {\n    expect(add(1, 2), 3);\n  });\n}\n",
      'Tests/CartTests.swift':
        'final class CartTests: XCTestCase {\n    func testAdds() {\n        XCTAssertEqual(add(1, 2), 3)\n    }\n}\n',
      'src/test/kotlin/CartSpec.kt':
        'class CartSpec : StringSpec({\n    "adds" should {\n        add(1, 2) shouldBe 3\n    }\n})\n',
    };
    for (const [path, text] of Object.entries(files)) assert.equal(await answer(ID, { [path]: text }), 'pass E3', path);
  });

  it('fails without tests, at the manifest', async () => {
    assert.equal(await answer(ID, { ...CODE, 'requirements.txt': 'fastapi\n' }), 'fail E0 requirements.txt:1');
    assert.equal(await answer(ID, CODE), 'fail E0 workspace');
    for (const code of ['cmd/main.go', 'src/Main.java', 'app/models/cart.rb', 'src/Cart.php', 'Cart.cs'])
      assert.equal(await answer(ID, { [code]: 'cart();\n' }), 'fail E0 workspace', code);
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

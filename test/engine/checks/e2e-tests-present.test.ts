import { describeCheck } from '../../support/answer';
import { fastapi } from '../../support/samples';

const TEST =
  "import { test, expect } from '@playwright/test';\ntest('orders', async ({ page }) => {\n  expect(page).toBeTruthy();\n});\n";

describeCheck('e2e-tests-present', [
  { it: 'holds for a browser test', files: { ...fastapi(), 'tests/order.spec.ts': TEST }, answer: 'pass E4' },
  {
    it: 'holds for a test that says so',
    files: { ...fastapi(), 'tests/test_e2e_order.py': 'def test_order():\n    assert order()\n' },
    answer: 'pass E4',
  },
  {
    it: 'fails for archived ones',
    files: { ...fastapi(), 'archive/e2e/order.spec.ts': TEST },
    answer: 'fail E1 archive/e2e/order.spec.ts:2',
  },
  {
    it: 'fails for unit tests alone',
    files: { ...fastapi(), 'tests/test_price.py': 'def test_price():\n    assert price()\n' },
    answer: 'fail E0 workspace',
  },
  {
    it: 'is not fooled by a folder without tests',
    files: { ...fastapi(), 'e2e/helpers.ts': 'export const x = 1;\n' },
    answer: 'fail E0 workspace',
  },
  { it: 'does not apply where there is nothing to drive', files: { 'a.py': 'x = 1\n' }, answer: 'not-applicable' },
]);

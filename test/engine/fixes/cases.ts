// Workspaces for the fixes: what each is offered on, and what a text is afterwards where that matters.

import type { Finding } from '../../../src/engine/finding';
import { strongPassword } from '../../support/made-up-secrets';
import type { Files } from '../../support/memory-host';
import { GO_GUARD_CASES } from './go-guard-cases';
import { GUARD_CASES } from './guard-cases';
import { NODE_GUARD_CASES } from './node-guard-cases';
import { REFERENCE_CASES } from './reference-cases';
import { WRITTEN_GUARD_CASES } from './written-guard-cases';

/** One finding on which a fix is applied. */
export interface FixCase {
  fix: string;
  check: string;
  name: string;
  files: Files;
  /** Files that exist and are not listed. */
  unlisted?: string[];
  pick?: (finding: Finding) => boolean;
  /** Whole texts afterwards, with LF. */
  after?: Files;
}

const password = strongPassword(40);
const TESTS: Files = { 'tests/test_a.py': 'def test_a():\n    assert True\n' };
const EXPRESS_LIMITER = `import express from 'express';
import rateLimit from 'express-rate-limit';

const app = express();
const limiter = rateLimit({ limit: 100 });
app.get('/books', (req, res) => res.json([]));
`;
const SLOWAPI = `from fastapi import FastAPI
from slowapi import Limiter
from slowapi.util import get_remote_address

limiter = Limiter(key_func=get_remote_address)
app = FastAPI()


@app.get("/books")
def books():
    return []
`;
const OPEN_ROUTE: Files = {
  'main.py':
    'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.delete(\n    "/carts/{cart_id}",\n)\ndef drop(cart_id: int):\n    return 1\n',
};
const TOML_LOOSE = '[tool:pytest]\naddopts = -q\n';

const NEXT_ROUTE =
  "import { db } from '@/db';\n\nexport async function DELETE(request: Request) {\n  await db.carts.deleteAll();\n  return Response.json({});\n}\n";
const NEXT_ACTION =
  "'use server';\n\nimport { db } from '@/db';\n\nexport async function clearCart(data: FormData) {\n  await db.carts.deleteAll(data);\n}\n";
const RAILS_ROUTE: Files = {
  Gemfile: "source 'https://rubygems.org'\ngem 'rails', '~> 8.0'\n",
  'config/routes.rb': 'Rails.application.routes.draw do\n  resources :carts, only: [:destroy]\nend\n',
  'app/controllers/application_controller.rb': 'class ApplicationController < ActionController::Base\nend\n',
  'app/controllers/carts_controller.rb':
    'class CartsController < ApplicationController\n  def destroy\n    Cart.find(params[:id]).destroy\n    head :no_content\n  end\nend\n',
};

export const FIX_CASES: readonly FixCase[] = [
  ...GUARD_CASES,
  ...GO_GUARD_CASES,
  ...NODE_GUARD_CASES,
  ...WRITTEN_GUARD_CASES,
  {
    fix: 'complete-env-example',
    check: 'env-example-drift',
    name: 'a template without a line end',
    files: {
      'a.ts': 'export const a = process.env.MAIL_HOST;\nexport const b = process.env.MAIL_URL;\n',
      '.env.example': '# Mail\nMAIL_HOST=',
    },
    after: { '.env.example': '# Mail\nMAIL_HOST=\n# a.ts\nMAIL_URL=\n' },
  },
  {
    fix: 'complete-env-example',
    check: 'env-example-present',
    name: 'no template',
    files: { 'a.py': 'import os\nURL = os.environ["API_URL"]\n', '.gitignore': '.env\n.env.*\n' },
  },
  {
    fix: 'enable-strict',
    check: 'ts-strict',
    name: 'options with comments',
    files: {
      'tsconfig.json':
        '{\n  // Ours.\n  "compilerOptions": {\n    "strict": false, // for now\n    "noImplicitAny": false\n  }\n}\n',
      'a.ts': 'export const a = 1;\n',
    },
    after: {
      'tsconfig.json':
        '{\n  // Ours.\n  "compilerOptions": {\n    "strict": true, // for now\n    "noImplicitAny": true\n  }\n}\n',
    },
  },
  {
    fix: 'enable-strict',
    check: 'ts-strict',
    name: 'one line without options',
    files: {
      'base.json': '{ "compilerOptions": { "strict": false, "target": "es2022" } }\n',
      'tsconfig.json': '{ "extends": "./base.json", "include": ["a.ts"] }\n',
      'a.ts': 'export const a = 1;\n',
    },
    pick: ({ path }) => path === 'tsconfig.json',
    after: {
      'tsconfig.json': '{ "compilerOptions": { "strict": true }, "extends": "./base.json", "include": ["a.ts"] }\n',
    },
  },
  {
    fix: 'enable-strict',
    check: 'ts-strict',
    name: 'no options at all, over a loose base',
    files: {
      'base.json': '{ "compilerOptions": { "strict": false, "target": "es2022" } }\n',
      'tsconfig.json': '{\n  "extends": "./base.json"\n}\n',
      'a.ts': 'export const a = 1;\n',
    },
    pick: ({ path }) => path === 'tsconfig.json',
  },
  ...REFERENCE_CASES,
  {
    fix: 'flip-checklist-mark',
    check: 'checklist-contradiction',
    name: 'a tick that the code contradicts',
    files: {
      ...OPEN_ROUTE,
      'docs/PRODUCTION_CHECKLIST.md': '# Production checklist\n\n- [x] Health check endpoint\n- [ ] Backups\n',
    },
    after: { 'docs/PRODUCTION_CHECKLIST.md': '# Production checklist\n\n- [ ] Health check endpoint\n- [ ] Backups\n' },
  },
  {
    fix: 'flip-checklist-mark',
    check: 'checklist-contradiction',
    name: 'an open task that forbids something',
    files: {
      'src/a.ts': 'export const a = process.env.API_KEY;\n',
      'docs/PRODUCTION_CHECKLIST.md': '# Production checklist\n\n- [ ] No hardcoded secrets\n',
    },
    after: { 'docs/PRODUCTION_CHECKLIST.md': '# Production checklist\n\n- [x] No hardcoded secrets\n' },
  },
  {
    fix: 'ignore-env-file',
    check: 'gitignore-env',
    name: 'rules without a line end',
    files: { 'a.py': 'import os\nURL = os.environ["API_URL"]\n', '.gitignore': 'dist\nbuild' },
    after: { '.gitignore': 'dist\nbuild\n.env*\n!.env*.example\n' },
  },
  {
    fix: 'install-limiter',
    check: 'rate-limit-enforced',
    name: 'Express',
    files: { 'src/app.js': EXPRESS_LIMITER },
  },
  { fix: 'install-limiter', check: 'rate-limit-enforced', name: 'slowapi', files: { 'main.py': SLOWAPI } },
  {
    fix: 'mark-public',
    check: 'route-unprotected',
    name: 'a decorator over several lines',
    files: OPEN_ROUTE,
    after: {
      'main.py': (OPEN_ROUTE['main.py'] ?? '').replace(
        '@app.delete(',
        '# preflight-public -- answers anyone on purpose\n@app.delete(',
      ),
    },
  },
  {
    fix: 'mark-public',
    check: 'route-unprotected',
    name: 'a chained Express route',
    files: {
      'src/app.js':
        "const express = require('express');\nconst app = express();\napp\n  .route('/carts/:id')\n  .delete((req, res) => res.sendStatus(204));\n",
    },
  },
  {
    fix: 'mark-public',
    check: 'route-unprotected',
    name: 'a route handler of Next.js',
    files: {
      'package.json': '{ "name": "shop", "dependencies": { "next": "^15.0.0" } }\n',
      'app/api/carts/route.ts': NEXT_ROUTE,
    },
    after: {
      'app/api/carts/route.ts': NEXT_ROUTE.replace(
        'export async',
        '// preflight-public -- answers anyone on purpose\nexport async',
      ),
    },
  },
  {
    fix: 'mark-public',
    check: 'route-unprotected',
    name: 'a server action',
    files: {
      'package.json': '{ "name": "shop", "dependencies": { "next": "^15.0.0" } }\n',
      'app/carts/actions.ts': NEXT_ACTION,
      'app/carts/page.tsx':
        "import { clearCart } from './actions';\nexport default () => (\n  <form action={clearCart}>\n    <button>Clear</button>\n  </form>\n);\n",
    },
    after: {
      'app/carts/actions.ts': NEXT_ACTION.replace(
        'export async',
        '// preflight-public -- answers anyone on purpose\nexport async',
      ),
    },
  },
  {
    fix: 'mark-public',
    check: 'route-unprotected',
    name: 'an action of Rails',
    files: RAILS_ROUTE,
    after: {
      'config/routes.rb': (RAILS_ROUTE['config/routes.rb'] ?? '').replace(
        '  resources',
        '  # preflight-public -- answers anyone on purpose\n  resources',
      ),
    },
  },
  ...(['pay.py', 'pay.ts', 'pay.js', 'compose.yml'] as const).map((path): FixCase => {
    const line = path.endsWith('.py')
      ? `MAIL_PASSWORD = "${password}"\n`
      : path.endsWith('.yml')
        ? `services:\n  mail:\n    image: mail:1.2\n    environment:\n      MAIL_PASSWORD: ${password}\n`
        : `export const MAIL_PASSWORD = '${password}';\n`;
    return {
      fix: 'move-secret-to-env',
      check: 'hardcoded-secret',
      name: path,
      files: { [path]: line, '.gitignore': 'dist\n', '.env': 'PORT=80\n' },
      unlisted: ['.env'],
    };
  }),
  {
    fix: 'rename-test-section',
    check: 'test-config-ignored',
    name: 'pytest.ini',
    files: { ...TESTS, 'pytest.ini': TOML_LOOSE },
    after: { 'pytest.ini': '[pytest]\naddopts = -q\n' },
  },
  {
    fix: 'require-secret',
    check: 'default-secret-value',
    name: 'Python',
    files: { 'a.py': 'import os\n\nkey = os.getenv("JWT_SECRET", "dev-key")\n', '.env.example': 'PORT=\n' },
  },
  {
    fix: 'require-secret',
    check: 'default-secret-value',
    name: 'TypeScript',
    files: { 'a.ts': "export const key = process.env.JWT_SECRET ?? 'dev-key';\n" },
  },
  {
    fix: 'require-secret',
    check: 'default-secret-value',
    name: 'Compose',
    files: {
      'compose.yml':
        'services:\n  db:\n    image: postgres:16\n    environment:\n      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:-postgres}\n',
    },
    unlisted: ['.env'],
  },
  {
    fix: 'require-secret',
    check: 'default-secret-guard',
    name: 'a database and the URL of its client, in step',
    pick: ({ path }) => path === 'compose.yml',
    files: {
      'config.py':
        'import os\n\nDATABASE_URL = os.environ["DATABASE_URL"]\nJWT_SECRET = os.getenv("JWT_SECRET", "change-me-in-production")\n',
      'compose.yml':
        'services:\n  api:\n    image: shop:1\n    environment:\n      DATABASE_URL: postgresql://shop:shop123@db:5432/shop\n  db:\n    image: postgres:16\n    environment:\n      POSTGRES_PASSWORD: shop123\n',
    },
    unlisted: ['.env'],
    after: {
      'compose.yml':
        'services:\n  api:\n    image: shop:1\n    environment:\n      DATABASE_URL: postgresql://shop:${POSTGRES_PASSWORD:?set POSTGRES_PASSWORD}@db:5432/shop\n  db:\n    image: postgres:16\n    environment:\n      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?set POSTGRES_PASSWORD}\n',
    },
  },
];

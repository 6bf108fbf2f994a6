// Where the guard of the sibling routes is put before an open one.

import type { Files } from '../../support/memory-host';
import type { FixCase } from './cases';

const DEPS = `import hmac
import os
from fastapi import Header, HTTPException


def signed_in(x_api_key: str = Header(None)):
    if not x_api_key or not hmac.compare_digest(x_api_key, os.environ["API_KEY"]):
        raise HTTPException(status_code=401)
`;

/** A FastAPI package with a guarded `orders` and an open `carts`; `orders` is where the guard is imported. */
export function shop(carts: string, orders = 'from shop.deps import signed_in'): Files {
  return {
    'shop/__init__.py': '',
    'shop/deps.py': DEPS,
    'shop/routers/__init__.py': '',
    'shop/routers/orders.py': `from fastapi import APIRouter, Depends\n${orders}\n\nrouter = APIRouter()\n\n\n@router.post("/orders", dependencies=[Depends(signed_in)])\ndef create():\n    return 1\n`,
    'shop/admin/__init__.py': '',
    'shop/admin/carts.py': carts,
    'shop/main.py':
      'from fastapi import FastAPI\n\nfrom shop.admin import carts\nfrom shop.routers import orders\n\napp = FastAPI()\napp.include_router(orders.router)\napp.include_router(carts.router, prefix="/api")\n',
  };
}

export const CARTS = `from fastapi import APIRouter

router = APIRouter()


@router.delete("/carts/{cart_id}")
def drop(cart_id: int):
    return 1
`;
const CLOSED_CARTS = (source: string): string =>
  CARTS.replace('import APIRouter\n', `import APIRouter, Depends\n${source}\n`).replace(
    '{cart_id}")',
    '{cart_id}", dependencies=[Depends(signed_in)])',
  );

const GUARDED_CARTS = CLOSED_CARTS('from shop.deps import signed_in');

const AUTH_BODY = `(req, res, next) {
  try {
    req.user = jwt.verify(req.headers.authorization, process.env.JWT_SECRET);
    next();
  } catch {
    res.status(401).end();
  }
}
`;
const AUTH_ESM = `import jwt from 'jsonwebtoken';\n\nexport function requireAuth${AUTH_BODY}`;
const AUTH_CJS = `const jwt = require('jsonwebtoken');\n\nfunction requireAuth${AUTH_BODY}\nmodule.exports = { requireAuth };\n`;

interface ExpressShop {
  /** The guarded router in `src/routes/orders`. */
  orders: string;
  /** The open router in `src/admin/carts`. */
  carts: string;
}

export function esm({ orders, carts }: ExpressShop, extension = ''): Files {
  return {
    'src/auth.ts': AUTH_ESM,
    'src/routes/orders.ts': orders,
    'src/admin/carts.ts': carts,
    'src/server.ts': `import express from 'express';
import { orders } from './routes/orders${extension}';
import { carts } from './admin/carts${extension}';

const app = express();
app.use('/orders', orders);
app.use('/carts', carts);
app.listen(3000);
`,
  };
}

function commonjs({ orders, carts }: ExpressShop): Files {
  return {
    'src/auth.js': AUTH_CJS,
    'src/routes/orders.js': orders,
    'src/admin/carts.js': carts,
    'src/server.js': `const express = require('express');
const app = express();
app.use('/orders', require('./routes/orders'));
app.use('/carts', require('./admin/carts'));
app.listen(3000);
`,
  };
}

export const ORDERS_ESM = `import { Router } from 'express';
import { requireAuth } from '../auth';

export const orders = Router();
orders.post('/', requireAuth, (req, res) => res.json({}));
`;
export const CARTS_ESM = `import { Router } from 'express';

export const carts = Router();
carts.delete('/:id', (req, res) => res.sendStatus(204));
`;
const ORDERS_CJS = `const { Router } = require('express');
const { requireAuth } = require('../auth');

const router = Router();
router.use(requireAuth);
router.post('/', (req, res) => res.json({}));
module.exports = router;
`;
const CARTS_CJS = `const { Router } = require('express');

const router = Router();
router.delete('/:id', (req, res) => res.sendStatus(204));
module.exports = router;
`;

const fastapi = (name: string, files: Files, after?: string): FixCase => ({
  fix: 'add-guard',
  check: 'route-unprotected',
  name: `FastAPI, ${name}`,
  files,
  ...(after !== undefined && { after: { 'shop/admin/carts.py': after } }),
});
const express = (name: string, files: Files, after: Files): FixCase => ({
  fix: 'add-guard',
  check: 'route-unprotected',
  name: `Express, ${name}`,
  files,
  after,
});

const FLASK = `import os
from functools import wraps
from flask import Flask, abort, request

app = Flask(__name__)


def member(view):
    @wraps(view)
    def inner(*args, **kwargs):
        if request.headers.get('Authorization') != os.environ['DOOR_TOKEN']:
            abort(401)
        return view(*args, **kwargs)
    return inner


@app.route('/orders')
@member
def orders():
    return []


@app.route('/orders', methods=['POST'])
def add():
    return {}
`;

export const GUARD_CASES: readonly FixCase[] = [
  fastapi('an absolute import', shop(CARTS), CLOSED_CARTS('from shop.deps import signed_in')),
  fastapi(
    'a relative import from another folder',
    shop(CARTS, 'from ..deps import signed_in'),
    CLOSED_CARTS('from ..deps import signed_in'),
  ),
  fastapi(
    'names in parentheses, and a keyword that is there',
    shop(
      CARTS.replace(
        'import APIRouter',
        'import (\n    APIRouter,\n    Depends,\n)\nfrom shop.deps import (\n    DEPS,\n)',
      ).replace('{cart_id}")', '{cart_id}", status_code=204)'),
    ),
    CARTS.replace(
      'import APIRouter',
      'import (\n    APIRouter,\n    Depends,\n)\nfrom shop.deps import (\n    signed_in,\n    DEPS,\n)',
    ).replace('{cart_id}")', '{cart_id}", dependencies=[Depends(signed_in)], status_code=204)'),
  ),
  fastapi(
    'beside another decorator that has dependencies',
    shop(GUARDED_CARTS.replace('@router', '@router.delete("/carts")\n@router')),
    GUARDED_CARTS.replace('@router', '@router.delete("/carts", dependencies=[Depends(signed_in)])\n@router'),
  ),
  express('a named import from another folder', esm({ orders: ORDERS_ESM, carts: CARTS_ESM }), {
    'src/admin/carts.ts': CARTS_ESM.replace(
      "from 'express';\n",
      "from 'express';\nimport { requireAuth } from '../auth';\n",
    ).replace("'/:id', ", "'/:id', requireAuth, "),
  }),
  express(
    'an import that is there already, with the extension that Node asks for',
    esm(
      {
        orders: ORDERS_ESM.replace('../auth', '../auth.js'),
        carts: CARTS_ESM.replace("'express';\n", "'express';\nimport { AuthUser } from '../auth.js';\n"),
      },
      '.js',
    ),
    {
      'src/admin/carts.ts': CARTS_ESM.replace(
        "from 'express';\n",
        "from 'express';\nimport { AuthUser, requireAuth } from '../auth.js';\n",
      ).replace("'/:id', ", "'/:id', requireAuth, "),
    },
  ),
  express(
    'a guard that is imported already',
    esm({
      orders: ORDERS_ESM,
      carts: CARTS_ESM.replace("'express';\n", "'express';\nimport { requireAuth } from '../auth';\n"),
    }),
    {
      'src/admin/carts.ts': CARTS_ESM.replace(
        "from 'express';\n",
        "from 'express';\nimport { requireAuth } from '../auth';\n",
      ).replace("'/:id', ", "'/:id', requireAuth, "),
    },
  ),
  express(
    'a guard that the application has too late',
    {
      'src/auth.ts': AUTH_ESM,
      'src/routes/carts.ts': CARTS_ESM,
      'src/routes/orders.ts': ORDERS_ESM.replace("import { requireAuth } from '../auth';\n", '').replace(
        'requireAuth, ',
        '',
      ),
      'src/server.ts': `import express from 'express';
import { requireAuth } from './auth.js';
import { carts } from './routes/carts.js';
import { orders } from './routes/orders.js';

const app = express();
app.use('/carts', carts);
app.use(requireAuth);
app.use('/orders', orders);
app.listen(3000);
`,
    },
    {
      'src/routes/carts.ts': CARTS_ESM.replace(
        "from 'express';\n",
        "from 'express';\nimport { requireAuth } from '../auth.js';\n",
      ).replace("'/:id', ", "'/:id', requireAuth, "),
    },
  ),
  express('CommonJS, a guard of the sibling router', commonjs({ orders: ORDERS_CJS, carts: CARTS_CJS }), {
    'src/admin/carts.js': CARTS_CJS.replace(
      "require('express');\n",
      "require('express');\nconst { requireAuth } = require('../auth');\n",
    ).replace("'/:id', ", "'/:id', requireAuth, "),
  }),
  express(
    'a chain, double quotes and no semicolons',
    commonjs({
      orders: ORDERS_CJS,
      carts:
        'const { Router } = require("express")\n\nconst router = Router()\nrouter\n  .route("/:id")\n  .delete((req, res) => res.sendStatus(204))\nmodule.exports = router\n',
    }),
    {
      'src/admin/carts.js':
        'const { Router } = require("express")\nconst { requireAuth } = require("../auth")\n\nconst router = Router()\nrouter\n  .route("/:id")\n  .delete(requireAuth, (req, res) => res.sendStatus(204))\nmodule.exports = router\n',
    },
  ),
  express(
    'a guard made inside the function that makes the application',
    {
      'src/app.js': `const express = require('express');
const jwt = require('jsonwebtoken');

module.exports = function createApp(config) {
  const app = express();
  const check = (req, res, next) => {
    try {
      jwt.verify(req.headers.authorization, config.secret);
      next();
    } catch {
      res.sendStatus(401);
    }
  };
  app.post('/orders', check, (req, res) => res.json({}));
  app.delete('/orders/:id', (req, res) => res.sendStatus(204));
  return app;
};
`,
    },
    {},
  ),
  {
    fix: 'add-guard',
    check: 'route-unprotected',
    name: 'Flask, a decorator below the route',
    files: { 'app.py': FLASK },
    after: { 'app.py': FLASK.replace("methods=['POST'])\n", "methods=['POST'])\n@member\n") },
  },
];

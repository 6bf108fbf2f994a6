// The guard of the siblings is offered only where it can be put; what it does is in `guard-cases.ts`.

import assert from 'node:assert/strict';

import { analyze, applyFix, type Files } from '../../support/analyze';
import { assertParse } from '../../support/parses';
import { CARTS, CARTS_ESM, esm, ORDERS_ESM, shop } from './guard-cases';

/** What the open routes offer, per route. */
async function offers(files: Files): Promise<string[]> {
  const { findings } = await analyze(files);
  return findings.filter(({ check }) => check === 'route-unprotected').map(({ fixes }) => fixes.join());
}

const JWT_GUARD = `function required(req, res, next) {\n  try {\n    jwt.verify(req.headers.authorization, process.env.KEY);\n    next();\n  } catch {\n    res.status(401).end();\n  }\n}\n`;

/** A Flask application with pages for administrators and, in other files, what is given and an open page. */
function pages(members: string): Files {
  return {
    'app.py': `from flask import Flask\nfrom admin import admin\nfrom shop import shop\n${members === '' ? '' : 'from members import members\n'}\napp = Flask(__name__)\napp.register_blueprint(admin)\napp.register_blueprint(shop)\n${members === '' ? '' : 'app.register_blueprint(members)\n'}`,
    'guards.py': `from functools import wraps\nfrom flask import abort, session\n\n\ndef admin_required(f):\n    @wraps(f)\n    def inner(*args, **kwargs):\n        if session.get("user") is None:\n            abort(403)\n        return f(*args, **kwargs)\n    return inner\n\n\ndef member_required(f):\n    @wraps(f)\n    def inner(*args, **kwargs):\n        if session.get("user") is None:\n            abort(401)\n        return f(*args, **kwargs)\n    return inner\n`,
    'admin.py':
      'from flask import Blueprint\nfrom guards import admin_required\n\nadmin = Blueprint("admin", __name__)\n\n\n@admin.route("/admin/one")\n@admin_required\ndef one():\n    return "1"\n\n\n@admin.route("/admin/two")\n@admin_required\ndef two():\n    return "2"\n',
    ...(members === '' ? {} : { 'members.py': members }),
    'shop.py':
      'from flask import Blueprint\n\nshop = Blueprint("shop", __name__)\n\n\n@shop.route("/carts", methods=["DELETE"])\ndef drop():\n    return "3"\n',
  };
}

/** A Next.js application in which one handler asks for a session and another does not. */
function inBody(
  open: string,
  closed = `import { auth } from '@/auth';\nexport async function GET() {\n  const session = await auth();\n  if (!session) return new Response('no', { status: 401 });\n  return Response.json({});\n}\n`,
): Files {
  return {
    'package.json': JSON.stringify({ name: 'acme', dependencies: { next: '15.4.0' } }),
    'auth.ts': `import NextAuth from 'next-auth';\nexport const { handlers, auth } = NextAuth({ providers: [] });\n`,
    'app/api/orders/route.ts': closed,
    'app/api/carts/route.ts': open,
  };
}

const CAN = 'add-guard,mark-public';
const CANNOT = 'mark-public';

describe('add-guard is offered', () => {
  it('where the guard can be named', async () => {
    assert.deepEqual(await offers(shop(CARTS)), [CAN]);
    assert.deepEqual(await offers(esm({ orders: ORDERS_ESM, carts: CARTS_ESM })), [CAN]);
  });

  it('as the one that asks for no more than signing in, where most other files ask for a role', async () => {
    const members =
      'from flask import Blueprint\nfrom guards import member_required\n\nmembers = Blueprint("members", __name__)\n\n\n@members.route("/orders")\n@member_required\ndef orders():\n    return "4"\n';
    const { files } = await applyFix(pages(members), 'route-unprotected', 'add-guard');
    assert.match(files['shop.py'] ?? '', /methods=\["DELETE"\]\)\n@member_required\ndef drop/);
    await assertParse(files);
  });

  it('not where somebody who has not signed in was thought of', async () => {
    const members = (name: string): string =>
      `from flask import Blueprint\nfrom guards import member_required\nfrom extra import ${name}\n\nmembers = Blueprint("members", __name__)\n\n\n@members.route("/orders")\n@member_required\ndef orders():\n    return "4"\n\n\n@members.route("/tags")\n@${name}\ndef tags():\n    return "5"\n`;
    const extra = (name: string): string =>
      `from functools import wraps\n\n\ndef ${name}(f):\n    @wraps(f)\n    def inner(*args, **kwargs):\n        return f(*args, **kwargs)\n    return inner\n`;
    for (const [name, offered] of [
      ['jwt_optional', 1],
      ['traced', 2],
    ] as const) {
      const found = await offers({ ...pages(members(name)), 'extra.py': extra(name) });
      assert.equal(found.filter((fixes) => fixes.includes('add-guard')).length, offered, name);
    }
  });

  it('as one that asks about a thing only before a route about the same, which does the same to it', async () => {
    const found = async (open: string): Promise<string[]> =>
      offers({
        'guards.py':
          'import os\n\nfrom fastapi import Header, HTTPException\n\n\ndef may_edit_cart(cart_id: int, token: str = Header("")):\n    if token != os.environ["KEY"]:\n        raise HTTPException(403)\n',
        'main.py': `from fastapi import Depends, FastAPI\nfrom guards import may_edit_cart\n\napp = FastAPI()\n\n\n@app.put("/carts/{cart_id}", dependencies=[Depends(may_edit_cart)])\ndef change(cart_id: int):\n    return 1\n\n\n${open}def other():\n    return 2\n`,
      });
    assert.deepEqual(await found('@app.delete("/carts/{cart_id}")\n'), [CAN]);
    for (const open of ['@app.get("/carts/{cart_id}")\n', '@app.get("/carts")\n', '@app.post("/carts")\n'])
      assert.deepEqual(await found(open), [CANNOT], open);
  });

  const not: [string, Files][] = [
    [
      'before what answers every other path, the page that people sign in on among it',
      {
        'app.js': `const express = require('express');\nconst jwt = require('jsonwebtoken');\nconst app = express();\n${JWT_GUARD}app.get('/orders', required, (req, res) => res.json([]));\napp.get('*', (req, res) => res.sendFile('/srv/dist/index.html'));\napp.listen(80);\n`,
      },
    ],
    ['where all that other files have is a guard for administrators', pages('')],
    [
      'where a Go guard belongs to the receiver of a method',
      {
        'go.mod': 'module example.com/door\n',
        'main.go': `package main

import (
	"os"

	"github.com/gin-gonic/gin"
)

type server struct{ r *gin.Engine }

func (s *server) required(c *gin.Context) {
	if c.GetHeader("X-Api-Key") != os.Getenv("KEY") {
		c.AbortWithStatus(401)
	}
}

func ok(c *gin.Context) { c.Status(200) }

func (s *server) closed() { s.r.GET("/orders", s.required, ok) }
func (it *server) open()  { it.r.POST("/orders", ok) }

func main() {
	s := &server{r: gin.New()}
	s.closed()
	s.open()
	s.r.Run()
}
`,
      },
    ],
    [
      'where the guard stands in the file that uses it and nowhere else',
      esm({
        orders: `${ORDERS_ESM.replace("import { requireAuth } from '../auth';\n", '')}function requireAuth(req, res, next) {\n  return req.headers.authorization === process.env.KEY ? next() : res.sendStatus(401);\n}\n`,
        carts: CARTS_ESM,
      }),
    ],
    [
      'where its name means something else',
      esm({
        orders: ORDERS_ESM,
        carts: CARTS_ESM.replace("'express';\n", "'express';\n\nconst requireAuth = () => console.log('not yet');\n"),
      }),
    ],
    ['where its name is made after the route', shop(`${CARTS}\n\nfrom shop.deps import signed_in\n`)],
    [
      'where the route is registered by a call',
      shop(
        CARTS.replace('@router.delete("/carts/{cart_id}")\n', '').concat(
          '\n\nrouter.add_api_route("/carts/{cart_id}", drop, methods=["DELETE"])\n',
        ),
      ),
    ],
    [
      'where the dependencies of the route are made elsewhere',
      shop(
        CARTS.replace('router = APIRouter()', 'COMMON = []\nrouter = APIRouter()').replace(
          '{cart_id}")',
          '{cart_id}", dependencies=COMMON)',
        ),
      ),
    ],
    [
      'where one registration makes several routes',
      esm({
        orders: ORDERS_ESM,
        carts: CARTS_ESM.replace('carts.delete(', "for (const path of ['/:id', '/all']) carts.delete(").replace(
          "('/:id'",
          '(path',
        ),
      }),
    ],
    [
      'where the handler has what the guard would look at already',
      inBody(
        `import { auth } from '@/auth';\nexport async function POST() {\n  const session = await auth();\n  return Response.json(await db.add(session));\n}\n`,
      ),
    ],
    [
      'where a helper of the guard lies in the file that uses it',
      inBody(
        `export async function POST() {\n  return Response.json(await db.add());\n}\n`,
        `import { auth } from '@/auth';\nconst refuse = () => new Response('no', { status: 401 });\nexport async function GET() {\n  const session = await auth();\n  if (!session) return refuse();\n  return Response.json({});\n}\n`,
      ),
    ],
  ];
  for (const [name, files] of not) {
    it(`not ${name}`, async () => {
      const offered = await offers(files);
      assert.deepEqual([...new Set(offered)], [CANNOT]);
    });
  }
});

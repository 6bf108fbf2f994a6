// Whatever sequence of edits led to a text, the report is that of a scan of the text from nothing.

import assert from 'node:assert/strict';

import { analyze, openSession, type Files } from '../support/analyze';

/** Texts that each file may have; null = the file is not there. */
const STATES: Readonly<Record<string, readonly (string | null)[]>> = {
  'app/main.py': [
    'from fastapi import Depends, FastAPI\nfrom app.orders import router\nfrom app.guards import signed_in\napp = FastAPI()\napp.include_router(router, prefix="/api", dependencies=[Depends(signed_in)])\n',
    'from fastapi import FastAPI\nfrom app.orders import router\napp = FastAPI()\napp.include_router(router)\n',
    'from fastapi import FastAPI\nfrom app.limits import Limited\nfrom app.orders import router\napp = FastAPI()\napp.add_middleware(Limited)\napp.include_router(router)\n',
  ],
  'app/orders.py': [
    'from fastapi import APIRouter\nfrom app.stock import reserve\nrouter = APIRouter()\n@router.get("/orders")\ndef orders():\n    return reserve()\n',
    'from fastapi import APIRouter, Depends\nfrom app.guards import signed_in\nrouter = APIRouter()\n\n@router.post("/orders", dependencies=[Depends(signed_in)])\ndef order(body: dict):\n    return body\n@router.get("/health")\ndef health():\n    return 1\n',
    null,
  ],
  'app/guards.py': [
    'from app.errors import refuse\ndef signed_in(token: str = ""):\n    if not token:\n        refuse()\n    return token\n',
    'from fastapi import Header, HTTPException\nfrom app.tokens import known\ndef signed_in(authorization: str = Header(None)):\n    if not known(authorization):\n        raise HTTPException(401)\n',
    'def signed_in():\n    return None\n',
    null,
  ],
  'app/tokens.py': [
    'import jwt\ndef known(token):\n    return jwt.decode(token, "k", algorithms=["HS256"])\n',
    'def known(token):\n    return True\n',
    null,
  ],
  'app/errors.py': [
    'from fastapi import HTTPException\ndef refuse():\n    raise HTTPException(403)\n',
    'def refuse():\n    return None\n',
  ],
  'app/stock.py': [
    'from fastapi import HTTPException\ndef reserve():\n    raise HTTPException(429)\n',
    'from app.guards import signed_in\ndef reserve():\n    return signed_in()\n',
    null,
  ],
  'app/limits.py': [
    'from app.counting import full\nclass Limited:\n    async def dispatch(self, request, call_next):\n        full()\n        return await call_next(request)\n',
    null,
  ],
  'app/counting.py': [
    'from fastapi import HTTPException\ndef full():\n    raise HTTPException(429)\n',
    'def full():\n    return None\n',
  ],
  'web/server.js': [
    "const express = require('express');\nconst { allow } = require('./allow');\nconst app = express();\napp.use(allow);\napp.get('/items', (req, res) => res.json([]));\napp.listen(3000);\n",
    "const express = require('express');\nconst app = express();\napp.get('/items', (req, res) => res.json([]));\napp.delete('/items/:id', (req, res) => res.end());\napp.listen(3000);\n",
    null,
  ],
  'web/allow.js': [
    "const { verify } = require('./verify');\nexports.allow = (req, res, next) => { if (!verify(req.headers.authorization)) return res.status(401).end(); next(); };\n",
    'exports.allow = (req, res, next) => next();\n',
    null,
  ],
  'web/verify.js': [
    "const jwt = require('jsonwebtoken');\nexports.verify = (token) => jwt.verify(token, process.env.KEY);\n",
    'exports.verify = () => true;\n',
  ],
  'requirements.txt': ['fastapi==0.115.0\n', 'fastapi\nslowapi\n'],
  'README.md': ['# Shop\n\n- [x] Rate limiting on login\n- [ ] Authentication on every route\n', '# Shop\n'],
};

/** Small numbers that look random and are the same in every run (Numerical Recipes' linear congruential generator). */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

describe('edits one after the other', () => {
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    it(`end where a scan from nothing ends (sequence ${seed})`, async () => {
      const roll = dice(seed);
      const paths = Object.keys(STATES);
      const start: Files = {};
      for (const [path, [first]] of Object.entries(STATES)) if (first) start[path] = first;
      const { session, host } = await openSession(start);
      for (let step = 0; step < 12; step++) {
        const changed = new Set<string>();
        for (let i = 0; i <= roll(2); i++) {
          const path = paths[roll(paths.length)] ?? '';
          const states = STATES[path] ?? [];
          const text = states[roll(states.length)] ?? null;
          if (text === null) Reflect.deleteProperty(host.files, path);
          else host.files[path] = roll(3) === 0 ? `\n${text}` : text;
          changed.add(path);
        }
        await session.update([...changed].map((path) => ({ path })));
        assert.deepEqual(session.report(), await analyze(host.files), `after step ${step}: ${[...changed].join(', ')}`);
      }
    });
  }
});

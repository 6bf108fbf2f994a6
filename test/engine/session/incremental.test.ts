// Whatever sequence of edits led to a text, the report is that of a scan of the text from nothing.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { analyze, openSession, type Files } from '../../support/analyze';

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
  'shop/pom.xml': [
    '<project><artifactId>shop</artifactId><dependencies><dependency><artifactId>spring-boot-starter-security</artifactId></dependency></dependencies></project>',
    '<project><artifactId>shop</artifactId></project>',
  ],
  'shop/src/main/java/shop/Shop.java': [
    'package shop;\nimport org.springframework.boot.autoconfigure.SpringBootApplication;\n@SpringBootApplication public class Shop {}\n',
    null,
  ],
  'shop/src/main/java/shop/Loaves.java': [
    'package shop;\nimport org.springframework.web.bind.annotation.*;\n@RestController public class Loaves { private final Oven oven; @PostMapping("/loaves") String bake() { return oven.bake(); } }\n',
    'package shop;\nimport org.springframework.web.bind.annotation.*;\nimport org.springframework.security.access.prepost.PreAuthorize;\n@RestController public class Loaves { @PreAuthorize("hasRole(\'X\')") @PostMapping("/loaves") String bake() { return ""; } }\n',
    null,
  ],
  'shop/src/main/java/shop/Oven.java': [
    'package shop;\nimport org.springframework.security.access.prepost.PreAuthorize;\npublic class Oven { @PreAuthorize("hasRole(\'X\')") public String bake() { return ""; } }\n',
    'package shop;\npublic class Oven { public String bake() { return ""; } }\n',
    null,
  ],
  'shop/src/main/java/shop/Security.java': [
    'package shop;\nimport org.springframework.context.annotation.*;\n@EnableMethodSecurity public class Security { @Bean SecurityFilterChain chain(HttpSecurity http) { return http.authorizeHttpRequests(a -> a.anyRequest().permitAll()).build(); } }\n',
    'package shop;\nimport org.springframework.context.annotation.*;\npublic class Security { @Bean SecurityFilterChain chain(HttpSecurity http) { return http.authorizeHttpRequests(a -> a.requestMatchers("/loaves").authenticated().anyRequest().permitAll()).build(); } }\n',
    null,
  ],
  'mill/Program.cs': [
    'var builder = WebApplication.CreateBuilder(args);\nvar app = builder.Build();\napp.MapMill().RequireAuthorization();\n',
    'var builder = WebApplication.CreateBuilder(args);\nvar app = builder.Build();\napp.UseMiddleware<KeyCheck>();\napp.MapMill();\n',
    null,
  ],
  'mill/MillEndpoints.cs': [
    'public static class MillEndpoints { public static RouteGroupBuilder MapMill(this IEndpointRouteBuilder routes) { var group = routes.MapGroup("/mill"); group.MapPost("/flour", () => Results.Ok()); return group; } }\n',
    'public static class MillEndpoints { public static void MapMill(this IEndpointRouteBuilder routes) { routes.MapGet("/mill/sign", () => "open"); } }\n',
    null,
  ],
  'mill/KeyCheck.cs': [
    'public class KeyCheck { public async Task InvokeAsync(HttpContext context) { if (context.Request.Headers["X-Api-Key"] != Known.Key) { context.Response.StatusCode = 401; return; } await _next(context); } }\n',
    'public class KeyCheck { public async Task InvokeAsync(HttpContext context) { await _next(context); } }\n',
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

/** Files whose lines are edited one by one. */
const WRITTEN: Files = {
  'app/main.py':
    'from fastapi import Depends, FastAPI\nfrom app.guards import signed_in\nfrom app.orders import router\nfrom app.admin import admin\nfrom app.users import users\n\napp = FastAPI()\napp.include_router(router, prefix="/api", dependencies=[Depends(signed_in)])\napp.include_router(users)\napp.include_router(admin)\n',
  'app/admin.py':
    'from fastapi import APIRouter\nfrom app.audit import log_admin_action\n\nadmin = APIRouter(prefix="/admin")\n\n\n@admin.delete("/users/{id}")\ndef drop(id: int):\n    log_admin_action("dropped", id)\n    return None\n\n\n@admin.post("/login")\ndef login(body: dict):\n    log_admin_action("login", body)\n    return None\n',
  'app/guards.py':
    'import jwt\nfrom fastapi import Header, HTTPException\n\n\ndef decoded(token):\n    try:\n        return jwt.decode(token, "k", algorithms=["HS256"])\n    except Exception:\n        raise HTTPException(401)\n\n\ndef signed_in(authorization: str = Header(None)):\n    if not authorization:\n        raise HTTPException(401)\n    return decoded(authorization)\n',
  'app/orders.py':
    'from fastapi import APIRouter\nfrom app.counting import full\n\nrouter = APIRouter()\n\n\n@router.get("/orders")\ndef orders():\n    full()\n    return []\n\n\n@router.post("/orders")\nasync def order(body: dict):\n    found = [body]\n    return found\n',
  'app/users.py':
    'from fastapi import APIRouter, Request\nfrom app.guards import decoded\n\nusers = APIRouter(prefix="/users")\n\n\n@users.get("/{id}")\ndef user(id: int, request: Request):\n    decoded(request.headers.get("authorization"))\n    return {"id": id}\n\n\n@users.delete("/{id}")\ndef remove(id: int):\n    return None\n',
  'app/counting.py': 'from fastapi import HTTPException\n\n\ndef full():\n    raise HTTPException(429)\n',
  'web/server.js':
    "const express = require('express');\nconst { allow } = require('./allow');\nconst { list } = require('./items');\n\nconst app = express();\napp.get('/health', (req, res) => {\n  res.json({});\n});\napp.use(allow);\napp.get('/items', list);\napp.delete('/items/:id', (req, res) => {\n  const { id } = req.params;\n  res.json({ id });\n});\napp.listen(3000);\n",
  'web/allow.js':
    "const { verify } = require('./verify');\n\nfunction refuse(res) {\n  return res.status(401).end();\n}\n\nexports.allow = (req, res, next) => {\n  if (!verify(req.headers.authorization)) return refuse(res);\n  next();\n};\n",
  'web/verify.js':
    "const jwt = require('jsonwebtoken');\n\nexports.verify = (token) => {\n  return jwt.verify(token, process.env.KEY);\n};\n",
  'web/items.js': 'exports.list = (req, res) => {\n  const items = [];\n  res.json(items);\n};\n',
};

/** Lines that somebody may type: into bodies, between functions, unfinished ones among them. */
const LINES: Readonly<Record<'py' | 'js', readonly string[]>> = {
  py: [
    '',
    '    total = 1',
    '    return None',
    '    raise HTTPException(403)',
    '    full()',
    '    if total:',
    '# preflight-public -- everybody may see it',
    'import os',
    'def helper():',
    '    return decoded(',
  ],
  js: [
    '',
    '  const total = 1;',
    '  return res.status(403).end();',
    '  return next();',
    '  if (total) {',
    '}',
    '// preflight-public -- everybody may see it',
    'app.use(express.json());',
    'function helper() { return 1; }',
    '  verify(',
  ],
};

/** Names that are exchanged everywhere in a file. */
const NAMES: readonly (readonly [string, string])[] = [
  ['signed_in', 'known'],
  ['decoded', 'signed_in'],
  ['allow', 'guard'],
  ['full', 'crowded'],
];

/** What somebody may write in the place of a line of a body; what stands below does not move. */
const REWRITTEN: Readonly<Record<'py' | 'js', readonly string[]>> = {
  py: [
    'return None',
    'raise HTTPException(403)',
    'raise HTTPException(429)',
    'full()',
    'return decoded(authorization)',
    'return decoded("")',
    'pass',
    'total = reserve(',
    'return {"id": id} if jwt else []',
  ],
  js: [
    'return res.status(403).end();',
    'return res.status(429).end();',
    'return next();',
    'if (!verify(req.headers.authorization)) return refuse(res);',
    'const items = list(req, res);',
    'refuse(res);',
    "return jwt.verify(token, 'k');",
    'return true;',
    'verify(',
  ],
};

describe('lines rewritten one after the other', () => {
  for (const seed of [21, 22, 23, 24, 25, 26, 27, 28]) {
    it(`end where a scan from nothing ends (sequence ${seed})`, async () => {
      const roll = dice(seed);
      const { session, host } = await openSession({ ...WRITTEN });
      const paths = Object.keys(WRITTEN);
      for (let step = 0; step < 15; step++) {
        const path = paths[roll(paths.length)] ?? '';
        const lines = (host.files[path] ?? '').split('\n');
        const inside = lines.flatMap((line, index) => (/^\s+\S/.test(line) ? [index] : []));
        const at = inside[roll(inside.length)] ?? 0;
        const indent = /^\s*/.exec(lines[at] ?? '')?.[0] ?? '';
        const written = REWRITTEN[path.endsWith('.py') ? 'py' : 'js'];
        const former = WRITTEN[path]?.split('\n')[at] ?? '';
        lines[at] = roll(4) === 0 ? former : `${indent}${written[roll(written.length)] ?? ''}`;
        const text = lines.join('\n');
        host.files[path] = text;
        await session.update([{ path }]);
        assert.deepEqual(session.report(), await analyze(host.files), `after step ${step} in ${path}:\n${text}`);
      }
    });
  }
});

describe('lines typed one after the other', () => {
  for (const seed of [11, 12, 13, 14, 15, 16, 17, 18]) {
    it(`end where a scan from nothing ends (sequence ${seed})`, async () => {
      const roll = dice(seed);
      const { session, host } = await openSession({ ...WRITTEN });
      const paths = Object.keys(WRITTEN);
      for (let step = 0; step < 15; step++) {
        const path = paths[roll(paths.length)] ?? '';
        const lines = (host.files[path] ?? '').split('\n');
        const at = roll(lines.length);
        const typed = LINES[path.endsWith('.py') ? 'py' : 'js'];
        const kind = roll(8);
        if (kind === 0) lines.splice(at, 1);
        else if (kind === 1) lines.splice(0, lines.length, ...(WRITTEN[path] ?? '').split('\n'));
        else if (kind === 2) lines.splice(0, 0, '');
        else if (kind > 3) lines.splice(at, 0, typed[roll(typed.length)] ?? '');
        let text = lines.join('\n');
        const [name = '', other = ''] = NAMES[roll(NAMES.length)] ?? [];
        if (kind === 3) text = text.replaceAll(name, other);
        host.files[path] = text;
        await session.update([{ path }]);
        assert.deepEqual(session.report(), await analyze(host.files), `after step ${step} in ${path}:\n${text}`);
      }
    });
  }
});

describe('lines of the sample project moved, doubled and cut', () => {
  for (const seed of [31, 32, 33, 34]) {
    it(`end where a scan from nothing ends (sequence ${seed})`, async () => {
      const roll = dice(seed);
      const written = sample('examples/shop');
      const { session, host } = await openSession({ ...written });
      const paths = Object.keys(written);
      for (let step = 0; step < 10; step++) {
        const path = paths[roll(paths.length)] ?? '';
        const lines = (host.files[path] ?? '').split('\n');
        const at = roll(lines.length);
        const kind = roll(6);
        if (kind === 0) lines.splice(at, 1 + roll(3));
        else if (kind === 1) lines.splice(at, 0, lines[roll(lines.length)] ?? '');
        else if (kind === 2) lines[at] = (lines[at] ?? '').slice(0, roll(40));
        else if (kind === 3) lines.splice(at, 0, ...lines.slice(at, at + 12));
        else if (kind === 4) lines.unshift('');
        else lines.splice(0, lines.length, ...(written[path] ?? '').split('\n'));
        host.files[path] = lines.join('\n');
        await session.update([{ path }]);
        assert.deepEqual(session.report(), await analyze(host.files), `after step ${step} in ${path}, kind ${kind}`);
      }
    });
  }
});

/** Texts of a folder of this repository. */
function sample(folder: string): Record<string, string> {
  const paths = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const file = path.join(entry.parentPath, entry.name);
    return entry.isFile() && !file.includes('node_modules') ? [file] : [];
  });
  return Object.fromEntries(
    paths.sort().map((file) => [path.relative(folder, file).replaceAll(path.sep, '/'), fs.readFileSync(file, 'utf8')]),
  );
}

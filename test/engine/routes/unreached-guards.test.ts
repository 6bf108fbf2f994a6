// Guards that would refuse callers and never get to: each leads to a finding of its own, at the guard.

import assert from 'node:assert/strict';

import { analyze, type Files } from '../../support/analyze';

/** Findings of the check on guards as `path:line rule: message`. */
async function found(files: Files): Promise<string[]> {
  const { findings } = await analyze(files);
  return findings
    .filter(({ check }) => check === 'auth-guard-ineffective')
    .map(({ path, line, rule, message }) => `${path}:${line} ${rule}: ${message}`);
}

const DOOR = `import os
from fastapi import Depends, FastAPI, Header, HTTPException


def key(x_api_key: str = Header(None)):
    if x_api_key != os.environ["API_KEY"]:
        raise HTTPException(401)


`;
const DENY = `const deny = (req, res, next) => { if (req.headers.authorization !== process.env.DOOR_TOKEN) return res.status(401).end(); next(); };`;

describe('A guard that does not reach what it is meant for', () => {
  const cases: [string, Files, RegExp[]][] = [
    [
      'a dropped result of a tRPC builder',
      {
        'package.json': JSON.stringify({ name: 'door', dependencies: { '@trpc/server': '^11.0.0' } }),
        'trpc.ts': `import { initTRPC, TRPCError } from '@trpc/server';
const t = initTRPC.context().create();
const authed = t.middleware(({ ctx, next }) => { if (!ctx.user) throw new TRPCError({ code: 'UNAUTHORIZED' }); return next({ ctx }); });
export const memberProcedure = t.procedure;
memberProcedure.use(authed);
export const appRouter = t.router({ wipe: memberProcedure.mutation(() => db.wipe()) });
`,
      },
      [
        /^trpc\.ts:5 unreached: authed refuses callers, but POST \/wipe lies out of its reach: it stands in a \.use\(\)/,
      ],
    ],
    [
      'a mixin right of the view',
      {
        'site_/__init__.py': '',
        'site_/settings.py': `ROOT_URLCONF = 'site_.urls'\n`,
        'site_/urls.py': `from django.urls import path\nfrom . import views\nurlpatterns = [path('rooms/', views.Rooms.as_view())]\n`,
        'site_/views.py': `from django.contrib.auth.mixins import LoginRequiredMixin\nfrom django.views.generic import ListView\n\n\nclass Rooms(ListView, LoginRequiredMixin):\n    model = None\n`,
      },
      [/^site_\/views\.py:5 unreached: LoginRequiredMixin refuses callers, but GET \/rooms\/ lies out of its reach/],
    ],
    [
      'a decorator above the route',
      {
        'door.py': `from flask import Flask\nfrom flask_login import login_required\n\napp = Flask(__name__)\n\n\n@login_required\n@app.post('/rooms')\ndef rooms():\n    return {}\n`,
      },
      [/^door\.py:8 unreached: login_required refuses callers, but POST \/rooms lies out of its reach/],
    ],
    [
      'dependencies of an application, for one that is mounted in it',
      {
        'door.py': `${DOOR}sub = FastAPI()\n\n\n@sub.post("/wipe")\ndef wipe():\n    return 1\n\n\napp = FastAPI(dependencies=[Depends(key)])\napp.mount("/sub", sub)\n\n\n@app.post("/rooms")\ndef rooms():\n    return 1\n`,
      },
      [/^door\.py:18 unreached: key refuses callers, but POST \/sub\/wipe lies out of its reach/],
    ],
    [
      'a middleware behind all routes',
      {
        'package.json': JSON.stringify({ name: 'door', dependencies: { express: '^5.0.0' } }),
        'server.js': `const app = require('express')();\n${DENY}\napp.get('/rooms', (req, res) => res.json([]));\napp.use(deny);\napp.listen(3000);\n`,
      },
      [
        /^server\.js:4 unreached: deny refuses callers, but GET \/rooms lies out of its reach: it is registered after this route\. /,
      ],
    ],
    [
      'nothing where a middleware stands between routes: those before it may be meant to be open',
      {
        'package.json': JSON.stringify({ name: 'door', dependencies: { express: '^5.0.0' } }),
        'server.js': `const app = require('express')();\n${DENY}\napp.get('/rooms', (req, res) => res.json([]));\napp.use(deny);\napp.get('/keys', (req, res) => res.json([]));\napp.listen(3000);\n`,
      },
      [],
    ],
  ];
  for (const [name, files, expected] of cases) {
    it(`is found: ${name}`, async () => {
      const messages = await found(files);
      assert.equal(messages.length, expected.length, messages.join('\n'));
      expected.forEach((pattern, index) => assert.match(messages[index] ?? '', pattern));
    });
  }
});

describe('Middleware of Next.js that is of no use', () => {
  const middleware = (name = 'middleware'): string => `import { NextResponse } from 'next/server';
import { getToken } from 'next-auth/jwt';
export async function ${name}(request) {
  if (!(await getToken({ req: request }))) return NextResponse.redirect(new URL('/login', request.url));
  return NextResponse.next();
}
`;
  const next = (version: string, files: Files): Files => ({
    'package.json': JSON.stringify({ name: 'door', dependencies: { next: version } }),
    ...files,
  });
  const ROUTE = 'export const DELETE = () => Response.json({});\n';
  const PAGE = 'export default function Page() { return null; }\n';
  const API_LEFT_OUT = "export const config = { matcher: ['/((?!api|_next).*)'] };\n";

  const cases: [string, Files, RegExp[]][] = [
    [
      'its matcher leaves the API out',
      next('15.4.0', {
        'middleware.ts': middleware() + API_LEFT_OUT,
        'app/api/rooms/route.ts': ROUTE,
        'app/api/keys/route.ts': ROUTE,
        'app/desk/route.ts': ROUTE,
      }),
      [/^middleware\.ts:3 unreached: .*\/api\/keys and 1 other route lie out of its reach: it leaves this path out/],
    ],
    [
      'it lies outside src',
      next('15.4.0', { 'middleware.ts': middleware(), 'src/app/api/rooms/route.ts': ROUTE }),
      [/^middleware\.ts:3 idle: middleware lies outside src, where it is never looked at/],
    ],
    [
      'it lies outside src, and there are pages alone',
      next('15.4.0', { 'middleware.ts': middleware(), 'src/pages/index.tsx': PAGE }),
      [/^middleware\.ts:3 idle: middleware lies outside src/],
    ],
    [
      'it lies inside app',
      next('15.4.0', { 'app/middleware.ts': middleware(), 'app/page.tsx': PAGE }),
      [/^app\/middleware\.ts:3 idle: middleware lies inside app/],
    ],
    [
      'an older version does not know its name',
      next('15.4.0', { 'proxy.ts': middleware('proxy'), 'app/api/rooms/route.ts': ROUTE }),
      [/^proxy\.ts:3 idle: proxy lies in proxy\.ts, which version 15 of next never looks at/],
    ],
    [
      'its export has another name',
      next('15.4.0', {
        'middleware.ts': `${middleware('guard')}export const config = { matcher: ['/:path*'] };\n`,
        'app/api/rooms/route.ts': ROUTE,
      }),
      [/^middleware\.ts:3 idle: guard is exported as guard: only middleware or a default export is called/],
    ],
    ['it lies well', next('15.4.0', { 'middleware.ts': middleware(), 'app/api/rooms/route.ts': ROUTE }), []],
    [
      'it lies well beside pages alone',
      next('15.4.0', { 'src/middleware.ts': middleware(), 'src/pages/a.tsx': PAGE }),
      [],
    ],
    [
      'a helper elsewhere has that name',
      next('15.4.0', { 'lib/middleware.ts': middleware(), 'app/api/rooms/route.ts': ROUTE }),
      [],
    ],
    [
      'it lies outside src and refuses nobody',
      next('15.4.0', {
        'middleware.ts': `import { NextResponse } from 'next/server';\nexport const middleware = () => NextResponse.next();\n`,
        'src/app/page.tsx': PAGE,
      }),
      [],
    ],
  ];
  for (const [name, files, expected] of cases) {
    it(`${name}: ${expected.length === 0 ? 'nothing is found' : 'a finding'}`, async () => {
      const messages = await found(files);
      assert.equal(messages.length, expected.length, messages.join('\n'));
      expected.forEach((pattern, index) => assert.match(messages[index] ?? '', pattern));
    });
  }

  it('is said on the open routes too', async () => {
    const report = await analyze(
      next('15.4.0', { 'middleware.ts': middleware(), 'src/app/api/rooms/route.ts': ROUTE }),
    );
    const [finding] = report.findings.filter(({ check }) => check === 'route-unprotected');
    assert.match(finding?.message ?? '', /middleware lies outside src/);
  });

  it('does not stand before server actions, nor does the layout of their page', async () => {
    const { routes } = await analyze(
      next('15.4.0', {
        'app/(desk)/layout.tsx': `import { redirect } from 'next/navigation';\nimport { getServerSession } from 'next-auth';\nexport default async function Layout({ children }) {\n  if (!(await getServerSession())) redirect('/login');\n  return children;\n}\n`,
        'app/(desk)/page.tsx': PAGE,
        'app/(desk)/actions.ts': `'use server';\nexport async function wipe() { await db.wipe(); }\n`,
      }),
    );
    assert.deepEqual(
      routes.map(({ path, verdict }) => `${path} ${verdict}`),
      ['action wipe unprotected'],
    );
  });
});

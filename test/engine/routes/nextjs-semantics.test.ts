// What real Next.js applications answered to an anonymous request, case by case and for three major versions: the executed rows that the
// route engine must agree with. `deny` refuses everybody without a valid token.

import assert from 'node:assert/strict';

import { nextCovers } from '../../../src/engine/routes/frameworks/nextjs/matcher';
import type { RouteEntry } from '../../../src/engine/report/report';
import { analyze, type Files } from '../../support/analyze';

type Version = '14.2.25' | '15.1.6' | '16.4.6';
const ALL: Version[] = ['14.2.25', '15.1.6', '16.4.6'];

const ROUTE = 'export function GET() { return Response.json({}); }\n';
const PAGES = 'export default function handler(req, res) { res.json({}); }\n';
const DENY = (name: string): string => `import { NextResponse } from 'next/server';
import { verify } from 'jsonwebtoken';
export function ${name}(request) {
  try {
    verify(request.headers.get('authorization'), process.env.KEY);
  } catch {
    return new NextResponse(null, { status: 401 });
  }
  return NextResponse.next();
}
`;
const MATCHER = (matcher: string): string => `export const config = { matcher: ${matcher} };\n`;

async function routesOf(files: Files, version: Version): Promise<RouteEntry[]> {
  const manifest = JSON.stringify({ name: 'acme', dependencies: { next: version } });
  return (await analyze({ 'package.json': manifest, ...files })).routes;
}

interface Case {
  situation: string;
  /** The middleware file's name is `proxy` from version 16 on where it says `*`. */
  files: Files;
  request: string;
  outcome: 'open' | 'refused' | 'weak' | 'no-route';
  versions?: Version[];
}

const API = "'/api/:path*'";
const LEAVES_API_OUT = "'/((?!api|_next/static|_next/image|favicon.ico).*)'";

const CASES: Case[] = [
  {
    situation: 'the matcher /api/:path* and /api itself',
    files: { '*': MATCHER(API), 'app/api/route.js': ROUTE },
    request: 'GET /api',
    outcome: 'refused',
  },
  {
    situation: 'the matcher /api/:path* and a route below it',
    files: { '*': MATCHER(API), 'app/api/x/route.js': ROUTE },
    request: 'GET /api/x',
    outcome: 'refused',
  },
  {
    situation: 'the matcher /api/:path* and an old API route',
    files: { '*': MATCHER(API), 'pages/api/old.js': PAGES },
    request: 'ALL /api/old',
    outcome: 'refused',
  },
  {
    situation: 'the matcher /api/:path* and a path that only begins alike',
    files: { '*': MATCHER(API), 'app/(grp)/api2/y/route.js': ROUTE },
    request: 'GET /api2/y',
    outcome: 'open',
  },
  {
    situation: 'a middleware without a matcher',
    files: { '*': '', 'app/api/x/route.js': ROUTE },
    request: 'GET /api/x',
    outcome: 'refused',
  },
  // Pages and files of `public` are no endpoints of the report: whether the middleware sees their paths is asked of routes there.
  {
    situation: 'the matcher /api/:path* and the first page',
    files: { '*': MATCHER(API), 'app/route.js': ROUTE },
    request: 'GET /',
    outcome: 'open',
  },
  {
    situation: 'a middleware without a matcher and the first page',
    files: { '*': '', 'app/route.js': ROUTE },
    request: 'GET /',
    outcome: 'refused',
  },
  {
    situation: 'a middleware without a matcher and the path of a file',
    files: { '*': '', 'app/price.txt/route.js': ROUTE },
    request: 'GET /price.txt',
    outcome: 'refused',
  },
  {
    situation: 'a page and a file, which are no endpoints',
    files: { '*': '', 'app/page.js': 'export default function Page() { return null; }\n', 'public/price.txt': '1' },
    request: 'GET /',
    outcome: 'no-route',
  },
  {
    situation: 'a middleware in the root while the app lies in src',
    files: { '*': '', 'src/app/api/x/route.js': ROUTE },
    request: 'GET /api/x',
    outcome: 'open',
  },
  {
    situation: 'a middleware in src beside the app',
    files: { 'src/*': '', 'src/app/api/x/route.js': ROUTE },
    request: 'GET /api/x',
    outcome: 'refused',
  },
  {
    situation: 'a middleware inside app',
    files: { 'app/*': '', 'app/api/x/route.js': ROUTE },
    request: 'GET /api/x',
    outcome: 'open',
  },
  {
    situation: 'a proxy file',
    files: { 'proxy.js': DENY('proxy'), 'app/api/x/route.js': ROUTE },
    request: 'GET /api/x',
    outcome: 'open',
    versions: ['14.2.25', '15.1.6'],
  },
  {
    situation: 'the old file name',
    files: { 'middleware.js': DENY('middleware'), 'app/api/x/route.js': ROUTE },
    request: 'GET /api/x',
    outcome: 'refused',
    versions: ['16.4.6'],
  },
  {
    situation: 'a matcher given by a variable, and a path inside it',
    files: { '*': `const m = [${API}];\n${MATCHER('m')}`, 'app/api/x/route.js': ROUTE },
    request: 'GET /api/x',
    outcome: 'refused',
  },
  {
    situation: 'a matcher given by a variable, and a path outside it',
    files: { '*': `const m = [${API}];\n${MATCHER('m')}`, 'app/dash/route.js': ROUTE },
    request: 'GET /dash',
    outcome: 'refused',
  },
  {
    situation: 'a matcher that leaves /api out, and a route there',
    files: { '*': MATCHER(`[${LEAVES_API_OUT}]`), 'app/api/x/route.js': ROUTE },
    request: 'GET /api/x',
    outcome: 'open',
  },
  {
    situation: 'a matcher that leaves /api out, and a route elsewhere',
    files: { '*': MATCHER(`[${LEAVES_API_OUT}]`), 'app/dash/route.js': ROUTE },
    request: 'GET /dash',
    outcome: 'refused',
  },
  {
    situation: 'a matcher that leaves /api out, and a path that begins with that word',
    files: { '*': MATCHER(`[${LEAVES_API_OUT}]`), 'app/apiary/route.js': ROUTE },
    request: 'GET /apiary',
    outcome: 'open',
  },
  {
    situation: 'a middleware as a default export under any name',
    files: { 'middleware.js': DENY('anyName').replace('export', 'export default'), 'app/api/x/route.js': ROUTE },
    request: 'GET /api/x',
    outcome: 'refused',
  },
  {
    situation: 'another verb that is the same constant',
    files: { 'app/x/route.ts': `${ROUTE}export const PUT = GET;\n` },
    request: 'PUT /x',
    outcome: 'open',
  },
  {
    situation: 'another verb by an export under a second name',
    files: { 'app/x/route.ts': `${ROUTE}export { GET as PATCH };\n` },
    request: 'PATCH /x',
    outcome: 'open',
  },
  {
    situation: 'a verb from another route file',
    files: { 'app/x/route.ts': ROUTE, 'app/y/route.ts': "export { GET } from '../x/route';\n" },
    request: 'GET /y',
    outcome: 'open',
  },
  {
    situation: 'another verb from another route file',
    files: {
      'app/x/route.ts': `${ROUTE}export { GET as PATCH };\n`,
      'app/y/route.ts': "export { GET, PATCH } from '../x/route';\n",
    },
    request: 'PATCH /y',
    outcome: 'open',
  },
  {
    situation: 'a verb that Next.js answers by itself, with the exported GET',
    files: { 'app/api/g/route.ts': ROUTE },
    request: 'HEAD /api/g',
    outcome: 'no-route',
  },
  {
    situation: 'a verb that Next.js answers by itself, with the names of the others',
    files: { 'app/(grp)/api2/y/route.ts': ROUTE },
    request: 'OPTIONS /api2/y',
    outcome: 'no-route',
  },
  {
    situation: 'both file names, with which no build succeeds',
    files: { 'middleware.js': DENY('middleware'), 'proxy.js': DENY('proxy'), 'app/api/x/route.js': ROUTE },
    request: 'GET /api/x',
    outcome: 'refused',
    versions: ['16.4.6'],
  },
  {
    situation: 'a private folder',
    files: { 'app/_private/z/route.ts': ROUTE },
    request: 'GET /_private/z',
    outcome: 'no-route',
  },
  {
    situation: 'a verb that is not exported',
    files: { 'app/x/route.ts': ROUTE },
    request: 'DELETE /x',
    outcome: 'no-route',
  },
  {
    situation: 'a catch-all segment',
    files: { 'app/v/[...slug]/route.ts': ROUTE },
    request: 'GET /v/[...slug]',
    outcome: 'open',
  },
];

/** Gives the middleware the name that the version looks for. */
function filesFor(files: Files, version: Version): Files {
  const name = version.startsWith('16') ? 'proxy' : 'middleware';
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) =>
      path.endsWith('*') ? [path.replace('*', `${name}.js`), DENY(name) + String(text)] : [path, text],
    ),
  );
}

const OUTCOMES: Record<string, string> = {
  unprotected: 'open',
  'public-by-design': 'open',
  protected: 'refused',
  weak: 'weak',
};

describe('Next.js, as executed', () => {
  for (const { situation, files, request, outcome, versions } of CASES) {
    for (const version of versions ?? ALL) {
      it(`${version}: ${situation}: ${request}`, async () => {
        const routes = await routesOf(filesFor(files, version), version);
        const entry = routes.find((route) => `${route.method} ${route.path}` === request);
        const answer = entry ? (OUTCOMES[entry.verdict] ?? entry.verdict) : 'no-route';
        // 15.1.6 lets a header of the caller's choice skip the middleware: what only that refuses is weak.
        const expected = outcome === 'refused' && version === '15.1.6' ? 'weak' : outcome;
        assert.equal(answer, expected, JSON.stringify(entry?.by));
      });
    }
  }

  // Pages and files of `public` are no endpoints of the report; whether the middleware sees them is the same question.
  for (const [matcher, path, sees] of [
    ['/api/:path*', '/', false],
    ['/api/:path*', '/f.txt', false],
    ['/((?!api|_next/static|_next/image|favicon.ico).*)', '/f.txt', true],
    ['/((?!api|_next/static|_next/image|favicon.ico).*)', '/apiary', false],
  ] as const) {
    it(`the matcher ${matcher} ${sees ? 'takes' : 'leaves'} ${path}`, () => {
      assert.equal(nextCovers(matcher, path), sees);
    });
  }

  it('leaves open what a proxy does where the version is not declared', async () => {
    const report = await analyze({
      'package.json': JSON.stringify({ name: 'acme', dependencies: { next: '>=14' } }),
      'proxy.js': DENY('proxy'),
      'app/api/x/route.js': ROUTE,
    });
    const [entry] = report.routes;
    assert.equal(entry?.verdict, 'unknown');
    assert.match(entry.by?.at(-1)?.note ?? '', /proxy\.js runs depends on the version of next/);
  });
});

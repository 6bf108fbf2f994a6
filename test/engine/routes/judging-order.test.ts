// What is found out for one route is remembered for the next: a verdict must be the same whatever was judged before it.

import assert from 'node:assert/strict';

import { writtenRoutes } from '../../support/analyze';

/** Verdicts by route, with the declarations in their order, turned round, and each by itself. */
async function inEveryOrder(files: Record<string, string>, declarations: readonly string[]): Promise<string[]> {
  const verdicts = async (some: readonly string[]): Promise<string[]> => {
    const written = Object.entries(files).map(([path, text]) => [path, text.replace('ROUTES', some.join('\n'))]);
    const routes = await writtenRoutes(Object.fromEntries(written) as Record<string, string>);
    return routes.map(({ method, path, verdict }) => `${method} ${path} ${verdict}`).sort();
  };
  const straight = await verdicts(declarations);
  assert.deepEqual(await verdicts([...declarations].reverse()), straight, 'turned round');
  const alone = await Promise.all(declarations.map((declaration) => verdicts([declaration])));
  assert.deepEqual(alone.flat().sort(), straight, 'each by itself');
  return straight;
}

const EXPRESS = `
const express = require('express');
const jwt = require('jsonwebtoken');
const app = express();
`;
const VERIFY = `
function verifyToken(req) {
  const token = req.headers.authorization;
  if (!token) throw Object.assign(new Error('no'), { status: 401 });
  return jwt.verify(token, process.env.KEY);
}
`;
/** Helpers that call one another: the first comes to `verifyToken` after so many calls. */
const chain = (length: number): string =>
  Array.from({ length }, (_, i) => {
    const next = i + 1 < length ? `check${i + 1}` : 'verifyToken';
    return `function check${i}(req) { return ${next}(req); }\n`;
  }).join('');
const express = (helpers: string): Record<string, string> => ({
  'package.json': '{"dependencies":{"express":"^4.19.0","jsonwebtoken":"^9.0.0"}}',
  'server.js': `${EXPRESS}${VERIFY}${helpers}ROUTES\napp.listen(3000);\n`,
});
const posts = (path: string, check: string): string =>
  `app.post('${path}', (req, res) => { ${check}; orders.push(req.body); res.json(orders); });`;

describe('The order in which routes are judged', () => {
  it('has no say in how far helpers are followed', async () => {
    const deep = await inEveryOrder(express(chain(7)), [posts('/far', 'check0(req)'), posts('/near', 'check4(req)')]);
    assert.deepEqual(deep, ['POST /far protected', 'POST /near protected']);
    // Beyond what is followed nothing is claimed.
    const deeper = await inEveryOrder(express(chain(10)), [
      posts('/far', 'check0(req)'),
      posts('/near', 'check8(req)'),
    ]);
    assert.deepEqual(deeper, ['POST /far unknown', 'POST /near protected']);
  });

  it('has no say in helpers that call one another', async () => {
    const helpers = `
function checkFirst(req, isAgain) {
  if (isAgain) return checkSecond(req);
  return verifyToken(req);
}
function checkSecond(req) { return checkFirst(req, false); }
`;
    const found = await inEveryOrder(express(helpers), [
      posts('/first', 'checkFirst(req, false)'),
      posts('/second', 'checkSecond(req)'),
    ]);
    assert.deepEqual(found, ['POST /first protected', 'POST /second protected']);
  });

  it('has no say in handlers to which the path gives what others are sent', async () => {
    const files = {
      'pyproject.toml': '[project]\nname = "x"\nversion = "1"\ndependencies = ["django"]\n',
      'manage.py': "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n",
      'shop/settings.py': "ROOT_URLCONF = 'shop.urls'\nMIDDLEWARE = []\n",
      'shop/urls.py': 'from django.urls import path\nfrom shop import views\nurlpatterns = [\nROUTES\n]\n',
      'shop/views.py': `
from django.http import HttpResponse, JsonResponse
from shop.models import Order
def orders(request, key: str | None = None):
    if key is None:
        key = request.headers.get('Authorization', '')
        if not key.startswith('Bearer '):
            return HttpResponse(status=401)
        key = key.removeprefix('Bearer ')
    shop = Order.objects.for_api_key(key)
    if shop is None:
        return HttpResponse(status=403)
    return JsonResponse(list(shop.orders()), safe=False)
`,
    };
    const found = await inEveryOrder(files, [
      "    path('orders/<slug:key>', views.orders),",
      "    path('orders/', views.orders),",
    ]);
    assert.ok(found.includes('ALL /orders/ protected'), found.join());
  });

  it('has no say in guards that are too large to follow', async () => {
    const branches = Array.from({ length: 400 }, (_, i) => `  if (settings.a${i}) note(${i}); else count(${i});\n`);
    const large = `function large(req, res, next) {\n${branches.join('')}  try { verifyToken(req); } catch { return res.status(401).end(); }\n  next();\n}\n`;
    const routes = ['/one', '/two'].map((path) => `app.post('${path}', large, (req, res) => { res.json(orders); });`);
    const found = await inEveryOrder(express(large), routes);
    assert.deepEqual(found, ['POST /one unknown', 'POST /two unknown']);
  });

  it('has no say in numbers that a helper is given', async () => {
    const helpers = 'function checkLevel(req, level) { if (level < 1) return null; return verifyToken(req); }\n';
    const found = await inEveryOrder(express(helpers), [
      posts('/open', 'checkLevel(req, 0)'),
      posts('/guarded', 'checkLevel(req, 2)'),
    ]);
    assert.deepEqual(found, ['POST /guarded protected', 'POST /open unprotected']);
  });
});

import assert from 'node:assert/strict';

import { analyze, applyFix, checkOf, placesOf, type Files } from '../../support/analyze';

const DEPS = `import hmac
import os
from fastapi import Header, HTTPException


def signed_in(x_api_key: str = Header(None)):
    if not x_api_key or not hmac.compare_digest(x_api_key, os.environ["API_KEY"]):
        raise HTTPException(status_code=401)
`;

/** An application of two routers; `carts` decides what the second one looks like. */
function shop(carts: string, main = ''): Files {
  return {
    'shop/__init__.py': '',
    'shop/deps.py': DEPS,
    'shop/orders.py': `from fastapi import APIRouter, Depends\nfrom shop.deps import signed_in\n\nrouter = APIRouter()\n\n\n@router.post("/orders", dependencies=[Depends(signed_in)])\ndef create():\n    return 1\n`,
    'shop/carts.py': carts,
    'shop/main.py': `from fastapi import FastAPI\n\nfrom shop import carts, orders\n\napp = FastAPI()\napp.include_router(orders.router)\napp.include_router(carts.router, prefix="/api")\n${main}`,
  };
}

const OPEN = `from fastapi import APIRouter\n\nrouter = APIRouter()\n\n\n@router.delete("/carts/{cart_id}")\ndef drop(cart_id: int):\n    return 1\n`;
const CLOSED = OPEN.replace('import APIRouter', 'import APIRouter, Depends').replace(
  'router = APIRouter()',
  'from shop.deps import signed_in\n\nrouter = APIRouter(dependencies=[Depends(signed_in)])',
);

describe('route-unprotected', () => {
  it('reports an open route at its path, with the way from the application', async () => {
    const report = await analyze(shop(OPEN));
    assert.equal(checkOf(report, 'route-unprotected').verdict, 'fail');
    assert.deepEqual(placesOf(report, 'route-unprotected'), ['shop/carts.py:6']);
    const [finding] = report.findings.filter(({ check }) => check === 'route-unprotected');
    assert.equal(finding?.severity, 'blocker');
    assert.equal(
      finding?.message,
      'DELETE /api/carts/{cart_id} answers anyone who can reach the server: no guard between the app (main.py:5) and this handler. Add Depends(signed_in), as a sibling route does.',
    );
    assert.deepEqual(
      finding?.related.map(({ path, line, kind }) => `${kind} ${path}:${line}`),
      ['definition shop/main.py:5', 'mount shop/main.py:7', 'route shop/carts.py:6', 'route shop/carts.py:7'],
    );
  });

  it('holds when the guard stands at the router', async () => {
    const { verdict, level } = checkOf(await analyze(shop(CLOSED)), 'route-unprotected');
    assert.deepEqual({ verdict, level }, { verdict: 'pass', level: 'E4' });
  });

  it('is not applicable without routes', async () => {
    assert.equal(checkOf(await analyze({ 'a.py': 'print(1)\n' }), 'route-unprotected').verdict, 'not-applicable');
  });

  describe('where a module runs on and on', () => {
    const CHAIN = Array.from(
      { length: 12 },
      (_, i) => `def f${i}(x):\n    return [f${i + 1}(x), f${i + 1}(x), f${i + 1}(x), f${i + 1}(x)]\n`,
    );
    const LABELS = `from os import listdir\n${CHAIN.join('')}def f12(x):\n    return x\n\nNAMES = f0(listdir("."))\n`;
    const files = (carts: string): Files => {
      const { 'shop/main.py': main = '', ...others } = shop(carts);
      return {
        ...others,
        'shop/labels.py': LABELS,
        'shop/main.py': `from shop.labels import NAMES\n\nTITLE = NAMES[0]\n${main}`,
      };
    };

    it('finds the routes of the others', async () => {
      assert.deepEqual(placesOf(await analyze(files(OPEN)), 'route-unprotected'), ['shop/carts.py:6']);
    });

    it('is unknown instead of a pass, and says where', async () => {
      const { verdict, summary, evidence } = checkOf(await analyze(files(CLOSED)), 'route-unprotected');
      assert.equal(verdict, 'unknown');
      assert.match(summary, /routes may be missing/);
      assert.deepEqual(
        evidence.map(({ path }) => path),
        ['shop/labels.py'],
      );
    });
  });

  it('is unknown when the only guard comes from an unknown package', async () => {
    const files = {
      'main.py':
        'from fastapi import Depends, FastAPI\nfrom kit import require_user\napp = FastAPI()\n@app.post("/pay")\ndef pay(u=Depends(require_user)):\n    return 1\n',
    };
    const { verdict, summary } = checkOf(await analyze(files), 'route-unprotected');
    assert.equal(verdict, 'unknown');
    assert.match(summary, /POST \/pay/);
  });

  it('is not fooled by a guard that is imported and never used (looks like a pass)', async () => {
    const used = OPEN.replace('router = APIRouter()', 'from shop.deps import signed_in\n\nrouter = APIRouter()');
    assert.equal(checkOf(await analyze(shop(used)), 'route-unprotected').verdict, 'fail');
  });

  it('leaves tests, examples and routers that nobody mounts alone (looks like a fail)', async () => {
    const app = 'from fastapi import FastAPI\napp = FastAPI()\n@app.post("/seed")\ndef seed():\n    return 1\n';
    const files = { ...shop(CLOSED), 'tests/helper_app.py': app, 'examples/app.py': app, 'shop/old.py': OPEN };
    const report = await analyze(files);
    assert.equal(checkOf(report, 'route-unprotected').verdict, 'pass');
    assert.deepEqual(placesOf(report, 'route-unprotected'), []);
  });

  it('reports an application on the loopback address low, and holds', async () => {
    const app =
      'import uvicorn\nfrom fastapi import FastAPI\napp = FastAPI()\n@app.post("/run")\ndef run():\n    return 1\nif __name__ == "__main__":\n    uvicorn.run(app, host="127.0.0.1", port=9000)\n';
    const report = await analyze({ 'panel.py': app });
    assert.equal(checkOf(report, 'route-unprotected').verdict, 'pass');
    assert.deepEqual(
      report.findings
        .filter(({ check }) => check === 'route-unprotected')
        .map(({ severity, line }) => `${severity} ${line}`),
      ['low 4'],
    );
  });

  it('is held back while a syntax error stands above the route', async () => {
    const broken = OPEN.replace(
      'router = APIRouter()',
      'router = APIRouter(\n\n\ndef half(:\n    pass\n\nrouter = APIRouter()',
    );
    assert.deepEqual(placesOf(await analyze(shop(broken)), 'route-unprotected'), []);
  });

  it('adds the guard of the siblings, with its import', async () => {
    const { files } = await applyFix(shop(OPEN), 'route-unprotected', 'add-guard');
    assert.equal(
      files['shop/carts.py'],
      `from fastapi import APIRouter, Depends\nfrom shop.deps import signed_in\n\nrouter = APIRouter()\n\n\n@router.delete("/carts/{cart_id}", dependencies=[Depends(signed_in)])\ndef drop(cart_id: int):\n    return 1\n`,
    );
  });

  it('adds the guard to dependencies that are there already', async () => {
    const carts = OPEN.replace('"/carts/{cart_id}"', '"/carts/{cart_id}",\n    dependencies=[Depends(log)],\n')
      .replace('import APIRouter', 'import APIRouter, Depends')
      .replace('\n\n\n@', '\n\n\ndef log():\n    return 1\n\n\n@');
    const { files } = await applyFix(shop(carts), 'route-unprotected', 'add-guard');
    assert.match(files['shop/carts.py'] ?? '', /dependencies=\[Depends\(signed_in\), Depends\(log\)\]/);
  });

  it('marks a route as public, with a reason', async () => {
    const { files, report } = await applyFix(shop(OPEN), 'route-unprotected', 'mark-public');
    assert.match(files['shop/carts.py'] ?? '', /# preflight-public -- \S.*\n@router\.delete/);
    assert.equal(report.routes.find(({ method }) => method === 'DELETE')?.verdict, 'public-by-design');
  });
});

import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf } from '../../support/analyze';

const APP =
  'from typing import Any, List, Optional\nfrom fastapi import Body, Depends, FastAPI, Form, Request, UploadFile\nfrom pydantic import BaseModel\napp = FastAPI()\nclass Order(BaseModel):\n    count: int\n';

async function verdict(code: string): Promise<string> {
  return checkOf(await analyze({ 'main.py': APP + code }), 'request-schema-validated').verdict;
}

describe('request-schema-validated', () => {
  it('reports bodies that are taken as they come', async () => {
    const code = ['order: dict', 'order: Any', 'order: Optional[dict]', 'orders: list'].map(
      (param, index) => `@app.post("/o${index}")\ndef o${index}(${param}):\n    return 1\n`,
    );
    const report = await analyze({ 'main.py': APP + code.join('') });
    assert.deepEqual(
      placesOf(report, 'request-schema-validated').map((place) => Number(place.split(':')[1])),
      [8, 11, 14, 17],
    );
    assert.equal(
      await verdict('@app.put("/o")\nasync def o(request: Request):\n    return await request.json()\n'),
      'fail',
    );
  });

  it('takes forms that go through a schema, and events that are made of a signed body', async () => {
    const route = async (body: string): Promise<string> =>
      checkOf(
        await analyze({
          'package.json': '{ "dependencies": { "next": "15.0.0" } }\n',
          'next.config.js': 'module.exports = {};\n',
          'app/orders/route.ts': `export async function POST(request: Request) {\n${body}\n  return Response.json({});\n}\n`,
        }),
        'request-schema-validated',
      ).verdict;
    assert.equal(await route('  save(await request.formData());'), 'fail');
    assert.equal(await route('  save(parseWithZod(await request.formData(), { schema }));'), 'pass');
    assert.equal(await route('  save(stripe.webhooks.constructEvent(await request.text(), signature, key));'), 'pass');
  });

  it('leaves open what a controller inherits that is declared elsewhere', async () => {
    const controller = (base: string): string =>
      `using Microsoft.AspNetCore.Mvc;\n[Route("orders")]\npublic class OrdersController : ${base}\n{\n  [HttpPost] public IActionResult Add([FromBody] Order order) => Ok();\n}\n`;
    const verdictOf = async (base: string): Promise<string> =>
      checkOf(
        await analyze({
          'Shop.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web"></Project>',
          'Program.cs':
            'var builder = WebApplication.CreateBuilder(args);\nbuilder.Services.AddControllers();\nvar app = builder.Build();\napp.MapControllers();\napp.Run();\n',
          'OrdersController.cs': controller(base),
        }),
        'request-schema-validated',
      ).verdict;
    assert.equal(await verdictOf('ControllerBase'), 'fail');
    assert.notEqual(await verdictOf('ShopControllerBase'), 'fail');
  });

  it('holds with models, forms and parsed bodies', async () => {
    for (const code of [
      '@app.post("/a")\ndef a(order: Order):\n    return 1\n',
      '@app.post("/b")\ndef b(orders: List[Order]):\n    return 1\n',
      '@app.post("/c")\ndef c(name: str = Form(...)):\n    return 1\n',
      '@app.post("/d")\nasync def d(request: Request):\n    return Order(**await request.json())\n',
    ])
      assert.equal(await verdict(code), 'pass', code);
  });

  it('is not applicable where nothing is taken', async () => {
    assert.equal(await verdict('@app.get("/x")\ndef x(q: dict = Depends(find)):\n    return 1\n'), 'not-applicable');
  });

  it('asks a handler of several methods for those that have a body', async () => {
    const code = '@app.api_route("/x", methods=["GET", "POST"])\ndef x(order: dict):\n    return 1\n';
    const report = await analyze({ 'main.py': APP + code });
    assert.equal(checkOf(report, 'request-schema-validated').summary, '1 route of 1 takes a body without a schema.');
  });

  it('is unknown when a handler could not be read', async () => {
    assert.equal(
      await verdict('from kit import handler\napp.add_api_route("/x", handler, methods=["POST"])\n'),
      'unknown',
    );
  });

  it('is not fooled by a model that another parameter has (looks like a pass)', async () => {
    assert.equal(await verdict('@app.post("/x")\ndef x(order: Order, extra: dict):\n    return 1\n'), 'fail');
  });

  it('leaves dictionaries that are dependencies alone (looks like a fail)', async () => {
    assert.equal(
      await verdict('@app.post("/x")\ndef x(order: Order, user: dict = Depends(find)):\n    return 1\n'),
      'pass',
    );
  });
});

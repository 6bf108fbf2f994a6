// Guards of FastAPI applications that a switch adds, and users that are an object whoever calls.

import assert from 'node:assert/strict';

import { writtenRoutes } from '../../support/analyze';

const GUARD = `
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request

def signed_in(request: Request):
    if request.headers.get("authorization") != SECRET:
        raise HTTPException(401)

def read_only(request: Request):
    pass

parcels = APIRouter()

@parcels.get("/parcels")
def listing():
    return []
`;

async function verdict(text: string): Promise<string> {
  const routes = await writtenRoutes({ 'app/main.py': GUARD + text });
  return routes.map(({ path, verdict: found }) => `${path} ${found}`).join(', ');
}

describe('FastAPI: guards behind a switch', () => {
  const cases: [situation: string, body: string, expected: string][] = [
    [
      'a list or an empty one',
      'router = APIRouter(prefix="/v1", dependencies=[Depends(signed_in)] if with_auth else [])',
      'conditional',
    ],
    [
      'a tuple or an empty one',
      'router = APIRouter(prefix="/v1", dependencies=(Depends(signed_in),) if with_auth else ())',
      'conditional',
    ],
    [
      'a list that a branch replaces',
      `given = []
    if with_auth:
        given = [Depends(signed_in)]
    router = APIRouter(prefix="/v1", dependencies=given)`,
      'conditional',
    ],
    [
      'two lists with the same guard',
      'router = APIRouter(prefix="/v1", dependencies=[Depends(signed_in)] if with_auth else [Depends(read_only), Depends(signed_in)])',
      'protected',
    ],
    [
      'nothing that guards in either list',
      'router = APIRouter(prefix="/v1", dependencies=[Depends(read_only)] if with_auth else [])',
      'unprotected',
    ],
  ];
  for (const [situation, body, expected] of cases) {
    it(situation, async () => {
      const text = `
def create(with_auth: bool):
    ${body}
    router.include_router(parcels)
    app = FastAPI()
    app.include_router(router)
    return app
`;
      assert.equal(await verdict(text), `/v1/parcels ${expected}`);
    });
  }
});

describe('FastAPI: the user of a request', () => {
  const cases: [situation: string, test: string, expected: string][] = [
    ['is no user of this application where nobody signed in', 'not isinstance(request.user, Person)', 'protected'],
    ['is looked at under a name of its own', 'not isinstance((user := request.user), Person)', 'protected'],
    ['is one of those who have not signed in', 'isinstance(request.user, UnauthenticatedUser)', 'protected'],
    ['is one of what all users extend', 'not isinstance(request.user, BaseUser)', 'unprotected'],
  ];
  for (const [situation, test, expected] of cases) {
    it(situation, async () => {
      const text = `
from starlette.authentication import BaseUser, UnauthenticatedUser

class Person(BaseUser):
    pass

def known(request: Request):
    if ${test}:
        raise HTTPException(401)

app = FastAPI()
app.include_router(parcels, dependencies=[Depends(known)])
`;
      assert.equal(await verdict(text), `/parcels ${expected}`);
    });
  }
});

describe('FastAPI: settings and dependencies by other names', () => {
  const hook = (check: string): string => `
import json
import stripe
from fastapi import FastAPI, HTTPException, Request
from config import settings
app = FastAPI()
@app.post("/paid")
async def paid(request: Request):
    body = await request.body()
${check}
    return store.add(event)
`;
  const OPEN_WITHOUT = `    if settings.HOOK_SECRET:
        event = stripe.Webhook.construct_event(body, request.headers.get("stripe-signature"), settings.HOOK_SECRET)
    else:
        event = json.loads(body)`;

  for (const field of ['""', 'default=""', '"", description="of the hook"', '...'])
    it(`says that a setting decides which is a field: Field(${field})`, async () => {
      const config = `from pydantic import Field\nfrom pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    HOOK_SECRET: str = Field(${field})\nsettings = Settings()\n`;
      const routes = await writtenRoutes({ 'main.py': hook(OPEN_WITHOUT), 'config.py': config });
      assert.deepEqual(
        routes.map((one) => one.verdict),
        ['conditional'],
      );
    });

  const PAYMENTS = (verifies: string): string => `
from typing import Annotated
from fastapi import Depends, FastAPI, HTTPException, Request
from stripe import SignatureVerificationError, StripeClient
class Payments:
    def __init__(self, key):
        self._stripe = StripeClient(key)
    async def event(self, request: Request):
        try:
            return ${verifies}
        except (SignatureVerificationError, ValueError):
            raise HTTPException(400)
def payments():
    return Payments(KEY)
PaymentsDep = Annotated[Payments, Depends(payments)]
app = FastAPI()
@app.post("/paid")
async def paid(request: Request, using: PaymentsDep):
    event = await using.event(request)
    return store.add(event)
`;
  const asked: [situation: string, verifies: string, expected: string][] = [
    [
      'verifies the event',
      'self._stripe.construct_event(await request.body(), request.headers.get("stripe-signature"), SECRET)',
      'protected',
    ],
    ['reads the event', 'await request.json()', 'unprotected'],
  ];
  for (const [situation, verifies, expected] of asked)
    it(`follows what a dependency by another name gives, which ${situation}`, async () => {
      const routes = await writtenRoutes({ 'main.py': PAYMENTS(verifies) });
      assert.deepEqual(
        routes.map((one) => one.verdict),
        [expected],
      );
    });
});

describe('FastAPI: addresses in a list of the settings', () => {
  const cases: [situation: string, test: string, expected: string][] = [
    ['blocked ones', 'request.client.host in settings.blocked_ips', 'unprotected'],
    [
      'blocked ones that are not allowed after all',
      'request.client.host in settings.blocked_ips and request.client.host not in settings.allowed_ips',
      'unprotected',
    ],
    ['allowed ones', 'request.client.host not in settings.allowed_ips', 'conditional'],
    ['another setting', '"keys" in settings.features', 'conditional'],
  ];
  for (const [situation, test, expected] of cases)
    it(`${situation}: ${expected}`, async () => {
      const text = `
from fastapi import FastAPI, Request
from starlette.responses import JSONResponse
from settings import settings
app = FastAPI()
@app.middleware("http")
async def gate(request: Request, call_next):
    if not request.client: return JSONResponse({}, status_code=403)
    if ${test}: return JSONResponse({}, status_code=403)
    return await call_next(request)
@app.get("/parcels")
def parcels(): return []
`;
      const [route] = await writtenRoutes({ 'main.py': text });
      assert.equal(route?.verdict, expected);
    });
});

describe('FastAPI: a check of what is switched on', () => {
  const text = (name: string): string => `
from pydantic_settings import BaseSettings

class Settings(BaseSettings):
    sync_enabled: bool = False

settings = Settings()

def ${name}():
    if not settings.sync_enabled:
        raise HTTPException(400)
    return True

app = FastAPI()
app.include_router(parcels, dependencies=[Depends(${name})])
`;

  it('is no guard that does not work, unless its name says so', async () => {
    assert.equal(await verdict(text('verify_sync_enabled')), '/parcels unprotected');
    assert.equal(await verdict(text('verify_token')), '/parcels hollow');
  });
});

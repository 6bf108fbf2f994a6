// Decorators of Python handlers: they look for the request among the arguments, ask a class who is calling, and are written in many forms.

import assert from 'node:assert/strict';

import { writtenRoutes } from '../../support/analyze';

const HEAD = `
import asyncio, jwt
from functools import wraps
from fastapi import FastAPI, Request, HTTPException
from store import tokens, SECRET
app = FastAPI()

def request_among(*args, **kwargs):
    request = kwargs.get("request")
    if request:
        return request
    for arg in args:
        if isinstance(arg, Request):
            return arg
    return None

class Caller:
    header = "X-Token"

    @classmethod
    async def token(cls, request: Request = None):
        if not request:
            return None
        return request.headers.get("X-Token")

    @classmethod
    async def ident(cls, request: Request = None):
        token = await cls.token(request)
        if not token:
            return None
        found = await tokens.get(token)
        if not found:
            return None
        return found.get("id")

    @classmethod
    async def is_known(cls, request: Request = None) -> bool:
        try:
            return await cls.ident(request) is not None
        except Exception:
            return False

    @classmethod
    async def sent_something(cls, request: Request = None) -> bool:
        return await cls.token(request) is not None
`;
const ROUTE = `
async def orders(request: Request): return {}
`;

/** A decorator that asks a method of the class whether the caller is known. */
function asking(method: string): string {
  return `
def needs(right):
    def around(handler):
        @wraps(handler)
        async def wrapper(*args, **kwargs):
            request = request_among(*args, **kwargs)
            if not await Caller.${method}(request):
                raise HTTPException(status_code=401)
            return await handler(*args, **kwargs)
        return wrapper
    return around
@app.get("/orders")
@needs("orders:read")`;
}

/** A decorator with and without arguments; `test`: whether callers without a token are refused. */
function optional(use: string, test: string): string {
  return `
def signed_in(function=None, *, kind="staff"):
    def around(inner):
        @wraps(inner)
        async def wrapper(*args, **kwargs):
            if ${test}:
                raise HTTPException(status_code=401)
            return await inner(*args, **kwargs)
        return wrapper
    if function is not None:
        return around(function)
    return around

def signed_in_customer(function=None):
    return signed_in(function, kind="customer")
@app.get("/orders")
${use}`;
}

function twins(asyncTest: string): string {
  return `
def signed_in(handler):
    if asyncio.iscoroutinefunction(handler):
        @wraps(handler)
        async def waiting(request, *args, **kwargs):
            if ${asyncTest}:
                raise HTTPException(status_code=401)
            return await handler(request, *args, **kwargs)
        return waiting
    @wraps(handler)
    def direct(request, *args, **kwargs):
        if request.headers.get("X-Token") != SECRET:
            raise HTTPException(status_code=401)
        return handler(request, *args, **kwargs)
    return direct
@app.get("/orders")
@signed_in`;
}

/** A decorator that gives the handler back as it is where a setting says so. */
function switched(): string {
  return `
import os
def signed_in(handler):
    if os.environ.get("OPEN_FOR_ALL"):
        return handler
    @wraps(handler)
    async def wrapper(request, *args, **kwargs):
        if request.headers.get("X-Token") != SECRET:
            raise HTTPException(status_code=401)
        return await handler(request, *args, **kwargs)
    return wrapper
@app.get("/orders")
@signed_in`;
}

const REFUSES = 'not await Caller.is_known(request_among(*args, **kwargs))';

const CASES: [situation: string, text: string, verdict: string][] = [
  ['asks a class method that asks others of its class', asking('is_known'), 'protected'],
  ['asks a class method that only looks whether something was sent', asking('sent_something'), 'weak'],
  ['is put there without arguments, where it could have some', optional('@signed_in', REFUSES), 'protected'],
  ['is put there with arguments', optional('@signed_in(kind="customer")', REFUSES), 'protected'],
  ['hands the handler to another one', optional('@signed_in_customer', REFUSES), 'protected'],
  ['never refuses', optional('@signed_in', 'False'), 'unprotected'],
  ['is left away by a setting', switched(), 'conditional'],
  ['has one form for coroutines', twins('request.headers.get("X-Token") != SECRET'), 'protected'],
  [
    'has one form for coroutines, which only looks whether something was sent',
    twins('"X-Token" not in request.headers'),
    'weak',
  ],
];

describe('A decorator of a handler in Python', () => {
  for (const [situation, text, verdict] of CASES)
    it(`${situation}: ${verdict}`, async () => {
      const routes = await writtenRoutes({ 'main.py': HEAD + text + ROUTE, 'requirements.txt': 'fastapi==0.115.0\n' });
      assert.deepEqual(
        routes.map((route) => `${route.path} ${route.verdict}`),
        [`/orders ${verdict}`],
      );
    });
});

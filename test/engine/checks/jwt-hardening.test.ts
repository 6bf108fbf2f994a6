// Tokens: verified with a fixed algorithm, and with an end.

import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf, type Files } from '../../support/analyze';

const ID = 'jwt-hardening';

async function outcome(files: Files): Promise<string[]> {
  const report = await analyze(files);
  const { verdict, level } = checkOf(report, ID);
  return [level === null ? verdict : `${verdict} ${level}`, ...placesOf(report, ID)];
}

/** A served application with one module of its own; its places are given without the file. */
async function python(lines: string, more: Files = {}): Promise<string[]> {
  const found = await outcome({
    'app/main.py': 'from fastapi import FastAPI\nfrom .tokens import anything\napp = FastAPI()\n',
    'app/tokens.py': lines,
    ...more,
  });
  return found.map((place) => place.replace('app/tokens.py:', ''));
}

async function javascript(lines: string): Promise<string[]> {
  const found = await outcome({
    'src/server.js':
      "const express = require('express');\nconst tokens = require('./tokens');\nconst app = express();\n",
    'src/tokens.js': lines,
  });
  return found.map((place) => place.replace('src/tokens.js:', ''));
}

describe('jwt-hardening in Python', () => {
  it('holds with a fixed algorithm and an expiry', async () => {
    const decode = 'import jwt\ndef read(token):\n    return jwt.decode(token, KEY, algorithms=[ALGORITHM])\n';
    const encode =
      'def make(user):\n    data = {"sub": user.id}\n    data.update({"exp": soon()})\n    return jwt.encode(data, KEY)\n';
    assert.deepEqual(await python(decode + encode), ['pass E4']);
    assert.deepEqual(await python(`from jose import jwt\n${encode}`), ['pass E3']);
  });

  it('asks for an algorithm where the library takes what comes', async () => {
    const decode = (library: string): string =>
      `${library}\ndef read(token):\n    return jwt.decode(token, KEY, audience="shop")\n`;
    assert.deepEqual(await python(decode('from jose import jwt')), ['fail E0', '3 any-algorithm']);
    // Since 2.0 such a call raises.
    assert.deepEqual(await python(decode('import jwt'), { 'requirements.txt': 'PyJWT==2.9.0\n' }), ['not-applicable']);
    assert.deepEqual(await python(decode('import jwt'), { 'requirements.txt': 'PyJWT==1.7.1\n' }), [
      'fail E0',
      '3 any-algorithm',
    ]);
  });

  it('finds shared secrets beside key pairs, and tokens without a signature', async () => {
    const decode = (list: string): string =>
      `import jwt\ndef read(token):\n    return jwt.decode(token, KEY, [${list}])\n`;
    assert.deepEqual(await python(decode('"RS256", "HS256"')), ['fail E0', '3 mixed-algorithms']);
    assert.deepEqual(await python(decode('"HS256", "none"')), ['fail E0', '3 no-signature']);
    assert.deepEqual(await python(decode('"RS256", "ES256"')), ['pass E4']);
  });

  const unverified = (name: string, rest: string): string =>
    `import jwt\ndef ${name}(token, request):\n    claims = jwt.decode(token, options={"verify_signature": False})\n${rest}`;

  it('finds claims that are trusted without a signature', async () => {
    assert.deepEqual(await python(unverified('validate_token', '    return claims\n')), ['fail E0', '3 not-verified']);
    const used = '    return find(request.headers["authorization"], claims["sub"])\n';
    assert.deepEqual(await python(unverified('load', used)), ['fail E0', '3 not-verified']);
    const jose =
      'from jose import jwt\ndef get_current_user(token):\n    return jwt.get_unverified_claims(token)["sub"]\n';
    assert.deepEqual(await python(jose), ['fail E0', '3 not-verified']);
  });

  it('leaves alone what decides nothing', async () => {
    const silent = [
      // The end of one's own token, the issuer that the key belongs to.
      unverified('check_token', '    return claims["exp"] < now()\n'),
      unverified('verify', '    key = keys[claims["iss"]]\n    return jwt.decode(token, key, algorithms=["RS256"])\n'),
      unverified('decode_unsafe_for_validation', '    return claims\n'),
      unverified('login', '    answer = httpx.post(TOKEN_URL)\n    return claims["email"]\n'),
      unverified('show', '    return claims["email"]\n'),
    ];
    for (const lines of silent) {
      const [verdict = '', ...places] = await python(lines);
      assert.deepEqual(places, [], lines);
      assert.match(verdict, /^(?:pass|not-applicable)/, lines);
    }
    const header =
      'import jwt\ndef verify(token):\n    kid = jwt.get_unverified_header(token)["kid"]\n    return jwt.decode(token, key(kid), algorithms=["RS256"])\n';
    assert.deepEqual(await python(header), ['pass E4']);
  });

  it('finds a shared secret in the place of a key pair', async () => {
    const choose = (test: string): string =>
      `import jwt\ndef make(user):\n    algorithm = "RS256"\n    if ${test}:\n        algorithm = "HS256"\n    return jwt.encode({"sub": user.id, "exp": soon()}, KEY, algorithm=algorithm)\n`;
    assert.deepEqual(await python(choose('not KEY.startswith("-----BEGIN")')), ['fail E2', '5 downgrade']);
    assert.deepEqual(await python(choose('settings.SHARED')), ['pass E3']);
  });

  it('finds tokens that never end, of people only', async () => {
    const make = (name: string, payload: string): string =>
      `import jwt\ndef ${name}(user):\n    return jwt.encode(${payload}, KEY, algorithm="HS256")\n`;
    assert.deepEqual(await python(make('create_access_token', '{"sub": user.id}')), ['fail E0', '3 no-expiry']);
    assert.deepEqual(await python(make('create_access_token', '{"sub": user.id, "exp": soon()}')), ['pass E3']);
    assert.deepEqual(await python(make('create_access_token', 'user.claims()')), ['not-applicable']);
    assert.deepEqual(await python(make('unsubscribe_link', '{"email": user.email}')), ['not-applicable']);
    assert.deepEqual(await python(make('sign_in_to_partner', '{"iss": PARTNER}')), ['not-applicable']);
  });

  it('knows how libraries are set up', async () => {
    const users = (seconds: string): string =>
      `from fastapi_users.authentication import JWTStrategy\ndef strategy():\n    return JWTStrategy(secret=KEY, lifetime_seconds=${seconds})\n`;
    assert.deepEqual(await python(users('3600')), ['pass E4']);
    assert.deepEqual(await python(users('None')), ['fail E0', '3 no-expiry']);
  });

  it('does not fail for code that nothing loads, nor for tests', async () => {
    const dead = { 'app/old_auth.py': unverified('validate_token', '    return claims\n') };
    assert.deepEqual(await python('x = 1\n', dead), ['unknown']);
    assert.deepEqual(await python('x = 1\n', { 'tests/test_auth.py': dead['app/old_auth.py'] }), ['not-applicable']);
  });
});

describe('jwt-hardening in JavaScript', () => {
  const jwt = "const jwt = require('jsonwebtoken');\n";

  it('trusts jsonwebtoken and jose to take what fits the key', async () => {
    assert.deepEqual(await javascript(`${jwt}exports.read = (token) => jwt.verify(token, KEY);\n`), ['pass E4']);
    const jose = "import { jwtVerify } from 'jose';\nexport const read = (token) => jwtVerify(token, KEY);\n";
    assert.deepEqual(await javascript(jose), ['pass E4']);
  });

  it('finds what is weaker than that', async () => {
    const verify = (options: string, name = 'read'): string =>
      `${jwt}function ${name}(token) {\n  return jwt.verify(token, KEY, { ${options} });\n}\n`;
    assert.deepEqual(await javascript(verify("algorithms: ['RS256', 'HS256']")), ['fail E0', '3 mixed-algorithms']);
    assert.deepEqual(await javascript(verify("algorithms: ['none']")), ['fail E0', '3 no-signature']);
    assert.deepEqual(await javascript(verify('ignoreExpiration: true')), ['fail E0', '3 expiry-ignored']);
    assert.deepEqual(await javascript(verify('ignoreExpiration: true', 'refreshToken')), ['pass E4']);
  });

  it('finds a caller who is believed without a signature', async () => {
    const decode = (rest: string, name = 'requireUser'): string =>
      `${jwt}function ${name}(req, res, next) {\n  const claims = jwt.decode(req.cookies.token);\n${rest}\n}\n`;
    assert.deepEqual(await javascript(decode('  req.user = claims.sub;\n  next();')), ['fail E0', '3 not-verified']);
    assert.deepEqual(await javascript(decode('  if (claims.exp < Date.now()) renew(res);', 'tidy')), [
      'not-applicable',
    ]);
    assert.deepEqual(await javascript(decode('  return jwt.verify(req.cookies.token, keys[claims.kid]);')), [
      'pass E4',
    ]);
  });

  it('asks signed tokens for an end', async () => {
    const sign = (args: string): string => `${jwt}function createToken(user) {\n  return jwt.sign(${args});\n}\n`;
    assert.deepEqual(await javascript(sign('{ sub: user.id }, KEY')), ['fail E0', '3 no-expiry']);
    assert.deepEqual(await javascript(sign("{ sub: user.id }, KEY, { expiresIn: '1h' }")), ['pass E3']);
    assert.deepEqual(await javascript(sign('{ sub: user.id, exp: soon() }, KEY')), ['pass E3']);
    assert.deepEqual(await javascript(sign('{ sub: user.id }, KEY, options')), ['not-applicable']);
    const jose = (chain: string): string =>
      `import { SignJWT } from 'jose';\nexport async function createSession(user) {\n  return new SignJWT({ sub: user.id })${chain}.sign(KEY);\n}\n`;
    assert.deepEqual(await javascript(jose("\n    .setExpirationTime('2h')\n    ")), ['pass E3']);
    assert.deepEqual(await javascript(jose('')), ['fail E0', '3 no-expiry']);
  });

  it('knows other packages of the same names apart', async () => {
    assert.deepEqual(await javascript("const jwt = require('./own');\njwt.decode(req.cookies.token);\n"), [
      'not-applicable',
    ]);
    const passport = (value: boolean): string =>
      `const { Strategy } = require('passport-jwt');\npassport.use(new Strategy({ secretOrKey: KEY, ignoreExpiration: ${value} }, find));\n`;
    assert.deepEqual(await javascript(passport(false)), ['pass E4']);
    assert.deepEqual(await javascript(passport(true)), ['fail E0', '2 expiry-ignored']);
  });

  it('leaves the answer open where a package does it out of sight', async () => {
    const declared = { 'package.json': '{ "dependencies": { "@fastify/jwt": "9.0.0" } }' };
    assert.deepEqual(await outcome({ 'src/a.js': 'export const a = 1;\n', ...declared }), ['unknown']);
    assert.deepEqual(await outcome({ 'src/a.js': 'export const a = 1;\n' }), ['not-applicable']);
  });
});

// Routes that are open on purpose by what their paths say, and those that only sound so.

import assert from 'node:assert/strict';

import { writtenRoutes } from '../../support/analyze';

async function verdictOf(method: string, path: string): Promise<string | undefined> {
  const server = `
const express = require('express');
const app = express();
app.${method}('${path}', async (req, res) => res.json(await db.run(req.body)));
app.listen(3000);
`;
  const [route] = await writtenRoutes({
    'package.json': '{"dependencies":{"express":"^4.19.0"}}',
    'server.js': server,
  });
  return route?.verdict;
}

describe('A path that says why it is open', () => {
  const open: [string, string][] = [
    ['post', '/auth/local'],
    ['post', '/api/auth/ldap'],
    ['post', '/auth/plex'],
    ['post', '/webauthn/generate-authentication-options'],
    ['post', '/passkeys/verify-authentication'],
    ['post', '/webauthn/login/finish'],
    ['post', '/api/auth/verifyotp'],
    ['post', '/api/user/auth/otp-verify'],
    ['post', '/auth/send-otp-forgot'],
    ['patch', '/user/auth/forgot-password-reset'],
    ['post', '/forgotpw'],
    ['post', '/resetpw'],
    ['post', '/api/user/send-verification-code'],
    ['post', '/auth/request-verify-token'],
    ['post', '/api/admin/auth'],
    ['get', '/static/js/:part'],
    ['get', '/assets/:file'],
    ['get', '/assets/*'],
    ['get', '/images/:id'],
  ];
  for (const [method, path] of open)
    it(`${method} ${path}`, async () => assert.equal(await verdictOf(method, path), 'public-by-design'));

  const others: [string, string][] = [
    ['post', '/settings/ldap'],
    ['post', '/servers/plex'],
    ['post', '/webauthn/generate-registration-options'],
    ['delete', '/auth/local'],
    ['post', '/orders/:id/verify-code'],
    ['post', '/orders/send-code'],
    ['post', '/user/verify-password'],
    ['post', '/vault/auth'],
    ['get', '/api/assets'],
    ['get', '/assets/user/:id'],
    ['get', '/assets/retired/site/:siteId'],
    ['get', '/assets/filter'],
  ];
  for (const [method, path] of others)
    it(`not ${method} ${path}`, async () => assert.equal(await verdictOf(method, path), 'unprotected'));
});

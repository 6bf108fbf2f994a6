// Classes of values.

import assert from 'node:assert/strict';

import { classifyValue, type ValueClass } from '../../../src/engine/secrets/values/value';
import { isExposedSecretName, isSecretName, isSigningName } from '../../../src/engine/secrets/names';
import { ALPHANUMERIC, madeUp, strongPassword } from '../../support/made-up-secrets';

const CLASSES: Partial<Record<ValueClass, readonly string[]>> = {
  reference: [
    '${TOKEN}',
    '$TOKEN',
    '{{ token }}',
    '<token>',
    '%TOKEN%',
    'os.environ["A"]',
    'process.env.A',
    'vault:secret/a',
    'op://a/b',
    'getSecret()',
  ],
  'cut-off': ['eyJhbGciOi...', 'sk-abc…', '...'],
  masked: ['xxxxxxxx', '********', '00000000', 'abcdefgh', '1234567890abcdef', 'aaaaaaa', 'a1b2c3d4e5f6g7h8i9j0'],
  'no-value': [
    'auth.password_changed',
    'https://x.io/a',
    './keys/a.pem',
    'a@b.io',
    'localhost:8080',
    '5406ba8a-16e1-451d-96d7-4931b0a0d966',
    'sha256-abc',
    'must be a string',
    'API_KEY_USED',
    '5 seconds',
    '^9.0.2',
    'include',
    'required|notIn:["',
    "[!#$%&'*+.^_`|~A-Za-z0-9-]+",
    'crwdns6798:0crwdne6798:0',
  ],
  placeholder: [
    'please-change-me',
    'your-api-key',
    'replace-me',
    'insert-token-here',
    'todo',
    ['-----BEGIN PRIVATE', ' KEY-----\\nyour\\n-----END PRIVATE', ' KEY-----\\n'].join(''),
  ],
  sample: ['ValidPassword1!', 'wrongpassword', 'test', 'testpass123', 'securepassword123'],
  weak: ['postgres', 'admin123', 'DemoPassword123!', 'changeme', 'letmein', 'shop123'],
  plain: ['shop-signing', 'wonderland', 'local-service-key'],
};

describe('classifyValue', () => {
  for (const [kind, values] of Object.entries(CLASSES)) {
    it(`knows what is ${kind}`, () => {
      for (const value of values) assert.equal(classifyValue(value), kind, value);
    });
  }

  it('knows what is strong', () => {
    const strong = [strongPassword(60), madeUp('strong', 32, ALPHANUMERIC), madeUp('hex', 40, '0123456789abcdef')];
    for (const value of strong) assert.equal(classifyValue(value), 'strong');
  });

  it('tells a value from the echo of its name', () => {
    assert.equal(classifyValue('invalid_token', 'INVALID_TOKEN'), 'no-value');
    assert.equal(classifyValue('apiKey', 'api_key'), 'no-value');
    assert.equal(classifyValue('password', 'POSTGRES_PASSWORD'), 'weak');
  });
});

describe('names', () => {
  it('know a secret by its words, and its tail', () => {
    for (const name of [
      'password',
      'DB_PASSWORD',
      'apiKey',
      'x-api-key',
      'settings.jwtSecret',
      'PASSWORD_SALT',
      'accessToken',
      'SECRET_KEY',
      'db_pass',
    ])
      assert.equal(isSecretName(name), true, name);
    for (const name of [
      'tokenUrl',
      'password_reset',
      'secretName',
      'API_KEY_ID',
      'tokenType',
      'publishableKey',
      'csrfToken',
      'primaryKey',
      'password_hash',
      'change_password',
      'existingSecret',
      'TOKEN_CONTEXT',
      'compass',
    ])
      assert.equal(isSecretName(name), false, name);
  });

  it('know what signs', () => {
    assert.equal(isSigningName('JWT_SECRET'), true);
    assert.equal(isSigningName('clientSecret'), false);
  });

  it('know which browser variables promise a secret', () => {
    assert.equal(isExposedSecretName('VITE_SESSION_SECRET'), true);
    assert.equal(isExposedSecretName('NEXT_PUBLIC_ANON_KEY'), false);
    assert.equal(isExposedSecretName('VITE_MAPS_API_KEY'), false);
  });
});

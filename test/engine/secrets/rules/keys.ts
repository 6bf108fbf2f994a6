// Made-up values of the formats in `rules/keys.ts`, and near misses.

import { encoded, type Examples } from '../../../support/examples';

export const KEYS: Examples = {
  'age-secret-key': { value: 'AGE-SECRET-KEY-1{bech 58}', miss: 'AGE-SECRET-KEY-1{bech 57}' },
  'putty-private-key': {
    value: 'Private-Lines: 3\n{b64 64}',
    miss: 'Private-Lines: none\n{b64 64}',
    line: 'Comment: deploy\n$',
  },
  'kubeconfig-client-key': {
    value: (seed) => `client-key-data: ${encoded('-----BEGIN RSA PRIVATE' + ' KEY-----\n{b64 120}')(seed)}`,
    miss: 'client-key-data: {b64 160}',
    line: '    $',
  },
  'jwk-private-key': { value: '"d": "{url 43}"', miss: '"d": "{url 20}"', line: '{ "kty": "EC", "crv": "P-256", $ }' },
  'jwk-symmetric-key': {
    value: '"k": "{url 43}"',
    miss: '"k": "{url 16}"',
    line: '{ "kty": "oct", "alg": "HS256", $ }',
  },
  'wireguard-key': { value: 'PrivateKey = {b64 42}A=', miss: 'PublicKey = {b64 42}A=', line: '[Interface]\n$' },
  'laravel-app-key': { value: 'base64:{b64 42}A=', miss: 'base64:{b64 42}=', line: 'APP_KEY=$' },
  'aspnet-machine-key': {
    value: 'validationKey="{HEX 128}',
    miss: 'validationKey="AutoGenerate,{HEX 20}',
    line: '<machineKey $" validation="HMACSHA256" />',
  },
  'aspnet-data-protection-key': {
    value: '<masterKey p4:requiresEncryption="true">\n  <!-- Warning -->\n  <value>{b64 86}==</value>',
    miss: '<masterKey p4:requiresEncryption="true">\n  <value>{b64 20}</value>',
    line: '$\n</masterKey>',
  },
  'rfc8959-token': { value: 'secret-token:{an 16}', miss: 'secret-token:{an 15}' },
};

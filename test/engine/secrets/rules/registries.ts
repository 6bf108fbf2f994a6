// Made-up values of the formats in `rules/registries.ts`, and near misses.

import { encoded, withCrc, type Examples } from '../../../support/examples';

export const REGISTRIES: Examples = {
  'npm-token': { value: withCrc('npm_'), miss: 'npm_{an 35}' },
  'npmrc-auth': { value: ':_authToken={an 36}', miss: ':_authToken={an 15}', line: '//registry.example.org/$' },
  'npmrc-basic-auth': {
    value: (seed) => `_auth=${encoded('shop:{an 24}', '', 'base64')(seed)}`,
    miss: '_auth={an 15}',
    line: 'registry=https://registry.example.org/\n$',
  },
  'pypi-token': {
    value: (seed) => encoded('\u0002\u0001\bpypi.org\u0002\u0024{uuid}{an 60}', 'pypi-', 'base64url')(seed),
    miss: 'pypi-Ag{url 30}',
  },
  'rubygems-key': { value: 'rubygems_{hex 48}', miss: 'rubygems_{hex 47}' },
  'docker-token': { value: 'dckr_pat_{url 20}', miss: 'dckr_pat_{url 19}' },
  'docker-config-auth': {
    value: (seed) => `"auth": "${encoded('deploy:{an 20}')(seed)}"`,
    miss: '"auth": "{an 40}"',
    line: '{ "auths": { "registry.example.org": { $ } } }',
  },
  'nuget-key': { value: 'oy2{lower 43}', miss: 'oy2{lower 42}' },
  'crates-token': { value: 'cio{an 32}', miss: 'cio{an 31}' },
  'clojars-token': { value: 'CLOJARS_{hex 60}', miss: 'CLOJARS_{hex 59}' },
  'packagist-token': { value: 'packagist_ort_{hex 68}', miss: 'packagist_ort_{hex 67}' },
  'jfrog-api-key': { value: 'AKCp{an 69}', miss: 'AKCp{an 68}' },
  'jfrog-reference-token': {
    value: (seed) => encoded('reftkn:01:{digit 10}:{an 29}')(seed).slice(0, 64),
    miss: 'cmVmdGtu{an 55}',
  },
  'hex-key': { value: '{hex 32}', miss: '{hex 31}' },
  'cloudsmith-key': { value: '{hex 40}', miss: '{hex 39}' },
  'expo-token': { value: '{url 40}', miss: '{url 39}' },
};

// What the offline checks of provider rules prove, and what they drop.

import assert from 'node:assert/strict';

import { detect } from '../../../src/engine/secrets/detect/detect';
import { githubToken, jwtOf } from '../../support/made-up-secrets';
import { encoded, expand, valueOf, withCrc } from '../../support/examples';
import { EXAMPLES } from './rules/index';

/** "rule value proven?" of the first value in a line. */
function first(line: string, path = 'src/client.py'): string | undefined {
  const [found] = detect(`${line}\n`, 'python', path);
  return found && [found.rule, found.value, ...(found.proven ? ['proven'] : [])].join(' ');
}

/** The example of a rule, in a call. */
function example(id: string): string {
  const given = EXAMPLES[id];
  assert.ok(given);
  return expand(given.line ?? "connect('$')", id).replace('$', () => valueOf(given, id));
}

/** A value with another last character. */
function otherEnd(value: string): string {
  return value.slice(0, -1) + (value.endsWith('a') ? 'b' : 'a');
}

describe('offline checks', () => {
  it('prove checksums of GitHub and npm tokens; a wrong one lowers the confidence only', () => {
    const github = githubToken('proof');
    const npm = withCrc('npm_')('proof');
    assert.equal(first(`connect("${github}")`), 'github-token token proven');
    assert.equal(first(`connect("${otherEnd(github)}")`), 'github-token token');
    assert.equal(first(`connect("${npm}")`), 'npm-token token proven');
    assert.equal(first(`connect("${otherEnd(npm)}")`), 'npm-token token');
  });

  it('prove what is inside a value', () => {
    for (const id of [
      'github-app-token',
      'pypi-token',
      'cloudflare-tunnel-token',
      'grafana-api-key',
      'intercom-token',
    ]) {
      assert.equal(first(example(id)), `${id} token proven`);
    }
    for (const id of [
      'kubeconfig-client-key',
      'docker-config-auth',
      'azure-shared-access-key',
      'mapbox-secret-token',
    ]) {
      assert.equal(first(example(id)), `${id} token proven`);
    }
  });

  it('drop values whose inside is something else', () => {
    assert.equal(first(`connect("${encoded('{"x":"{an 60}"}', '')('a').replace(/^eyJ.{5}/, 'eyJhIjoi')}")`), undefined);
    assert.equal(
      first(`DOCKER = '{ "auths": { "registry": { "auth": "${expand('{an 40}', 'auth')}" } } }'`),
      undefined,
    );
    assert.equal(first(`PRIVATE_KEY = "${expand('5{b58 50}', 'wif')}"`)?.startsWith('bitcoin'), false);
  });

  it('prove keys of wallets by their checksums', () => {
    for (const id of ['bitcoin-private-key', 'extended-private-key', 'stellar-secret-seed']) {
      const given = EXAMPLES[id];
      assert.ok(given);
      const variable = id === 'stellar-secret-seed' ? 'STELLAR_SECRET_KEY' : 'PRIVATE_KEY';
      assert.equal(first(`${variable} = "${valueOf(given, id)}"`), `${id} token proven`);
      assert.notEqual(first(`${variable} = "${otherEnd(valueOf(given, id))}"`), `${id} token proven`);
    }
  });

  it('leave alone what vendors have published', () => {
    const emulator = [
      'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq',
      'K1SZFPTOtr',
      'KBHBeksoGMGw==',
    ].join('/');
    assert.equal(first(`connection = "AccountName=devstoreaccount1;AccountKey=${emulator}"`), undefined);
    assert.equal(first(`KEY_ID = "${['AKIA', 'IOSFODNN7', 'EXAMPLE'].join('')}"`), undefined);
  });

  it('tell what is meant to be published', () => {
    const google = expand('AIza{url 35}', 'google');
    const web = `firebase = { "apiKey": "${google}", "authDomain": "shop.firebaseapp.com" }`;
    assert.equal(first(web), 'google-api-key public');
    assert.equal(first(`geocode("${google}")`), 'google-api-key token');
    for (const id of ['sentry-dsn', 'mapbox-public-token', 'stripe-publishable-key', 'posthog-project-key']) {
      assert.match(first(example(id)) ?? '', new RegExp(`^${id} public`));
    }
    assert.match(first(`KEY = "${jwtOf({ role: 'anon', iss: 'supabase', ref: 'shop' })}"`) ?? '', /public/);
  });
});

describe('formats without a prefix', () => {
  const key = expand('{hex 32}', 'datadog');

  it('are found under their name in any syntax', () => {
    for (const line of [
      `DD_API_KEY=${key}`,
      `os.environ.get("DD_API_KEY", "${key}")`,
      `DD_API_KEY: str = "${key}"`,
      `curl -H "DD-API-KEY: ${key}" https://api.datadoghq.com`,
      `datadog.initialize(api_key="${key}")`,
      `# datadog\nmonitoring:\n  api_key: ${key}`,
      `Datadog API key (currently: ${key})`,
      `- name: DD_API_KEY\n  value: ${key}`,
    ]) {
      assert.equal(first(line), 'datadog-api-key token', line);
    }
  });

  it('are not found away from the word, or bound to something else', () => {
    for (const line of [
      `datadog-agent@sha256:${key}`,
      `# datadog api key\netag = "${key}"`,
      `datadog_api_key_id = "${key}"`,
      `# datadog\n\n\n\n\n\napp.api_key_hash = "${key}"`,
      `datadog_api_key_md5 = "${key}"`,
    ]) {
      assert.equal(first(line)?.startsWith('datadog') ?? false, false, line);
    }
  });
});

// Defaults that production does not run with: development-only by the code's own condition, or refused at start-up.

import assert from 'node:assert/strict';

import { analyze, placesOf } from '../../support/analyze';
import { TOKEN } from '../../support/secret-positions';

/** Severities of the default secrets of one file, in order of line. */
async function severities(path: string, ...lines: string[]): Promise<string> {
  const { findings } = await analyze({ [path]: `${lines.join('\n')}\n` });
  return findings
    .filter(({ check }) => check === 'default-secret-value')
    .map(({ severity }) => severity)
    .join(', ');
}

const CASES: readonly (readonly [string, string, ...string[]])[] = [
  // Production is turned away before.
  [
    'low',
    'db/seeds.rb',
    'if Rails.env.production?',
    '  puts "no"',
    '  return',
    'end',
    'User.create!(email: m, password: "admin123")',
  ],
  [
    'low',
    'db/seeds.rb',
    'return if Rails.env.production?',
    '[1, 2].each do |n|',
    '  User.create!(email: m, password: "admin123")',
    'end',
  ],
  ['low', 'db/seeds.rb', 'abort "no" unless Rails.env.development?', 'User.create!(email: m, password: "admin123")'],
  ['blocker', 'db/seeds.rb', 'return unless Rails.env.production?', 'User.create!(email: m, password: "admin123")'],
  ['blocker', 'db/seeds.rb', 'puts "hi" if Rails.env.production?', 'User.create!(email: m, password: "admin123")'],
  [
    'blocker',
    'db/seeds.rb',
    'if Rails.env.production?',
    '  puts "no"',
    'end',
    'User.create!(email: m, password: "admin123")',
  ],
  [
    'low',
    'seed.ts',
    "if (process.env.NODE_ENV === 'production') {",
    '  process.exit(1);',
    '}',
    "const user = { email: m, password: 'admin123' };",
  ],
  [
    'low',
    'seed.ts',
    "if (process.env.NODE_ENV === 'production') throw new Error('no');",
    "const user = { email: m, password: 'admin123' };",
  ],
  [
    'blocker',
    'auth.ts',
    "if (process.env.NODE_ENV === 'production') {",
    '  if (!process.env.DATABASE_URL) {',
    "    throw new Error('no database');",
    '  }',
    '}',
    "const jwtSecret = process.env.JWT_SECRET || 'shop-signing';",
  ],
  [
    'blocker',
    'seed.ts',
    'function other() {',
    "  if (process.env.NODE_ENV === 'production') return;",
    '}',
    'function seed() {',
    "  add({ email: m, password: 'admin123' });",
    '}',
  ],
  [
    'low',
    'seed.py',
    'def seed():',
    '    if settings.ENVIRONMENT == "production":',
    '        return',
    '    add(email=m, password="admin123")',
  ],
  [
    'blocker',
    'seed.py',
    'def seed():',
    '    if settings.ENVIRONMENT == "production" and not force:',
    '        return',
    '    add(email=m, password="admin123")',
  ],
  [
    'low',
    'UserSeeder.php',
    '<?php',
    'class UserSeeder {',
    '    function run() {',
    "        if (app()->environment('production')) {",
    '            return;',
    '        }',
    "        User::create(['email' => $m, 'password' => Hash::make('admin123')]);",
    '    }',
    '}',
  ],
  ['low', 'env.ts', "  JWT_SECRET: str({ devDefault: 'shop-signing' }),"],
  ['low', 'env.ts', "  DATABASE_URL: url({ devDefault: 'postgres://shop:shop@localhost/shop' }),"],
  ['blocker', 'env.ts', "  JWT_SECRET: str({ devDefault: 'shop-local', default: 'shop-signing' }),"],
  ['blocker', 'env.ts', "  JWT_SECRET: str({ desc: 'signs sessions', default: 'shop-signing' }),"],
  ['', 'env.ts', "  JWT_SECRET: str({ devDefault: testOnly('shop-signing') }),"],
  ['low', 'a.js', "const s = process.env.NODE_ENV === 'production' ? process.env.JWT_SECRET : 'shop-signing';"],
  ['', 'a.js', "const jwtSecret = isDev ? 'shop-signing' : process.env.JWT_SECRET;"],
  ['blocker', 'a.js', "const jwtSecret = isProd && process.env.JWT_SECRET || 'shop-signing';"],
  [
    'low',
    'a.js',
    "if (process.env.NODE_ENV !== 'production') {",
    "  const s = process.env.JWT_SECRET || 'shop-signing';",
    '}',
  ],
  [
    'low',
    'a.js',
    'if (isProduction) {',
    '  go();',
    '} else {',
    "  const s = process.env.JWT_SECRET || 'shop-signing';",
    '}',
  ],
  [
    'blocker',
    'a.js',
    'if (!isProduction) {',
    '  go();',
    '} else {',
    "  const s = process.env.JWT_SECRET || 'shop-signing';",
    '}',
  ],
  ['blocker', 'a.js', 'if (isProduction || isDev) {', "  const s = process.env.JWT_SECRET || 'shop-signing';", '}'],
  ['blocker', 'a.js', 'if (isDev) {', '  go();', '}', "const s = process.env.JWT_SECRET || 'shop-signing';"],
  ['low', 'settings.py', 'if DEBUG:', '    SECRET_KEY = "shop-signing"'],
  ['low', 'settings.py', 'if settings.ENV == "production":', '    pass', 'else:', '    SECRET_KEY = "shop-signing"'],
  ['blocker', 'settings.py', 'if not DEBUG:', '    SECRET_KEY = "shop-signing"'],
  // Refused: the literal, the missing variable. A name that fell back is never empty, so asking whether it is refuses nothing.
  [
    'low',
    'a.py',
    'JWT_SECRET = os.getenv("JWT_SECRET", "shop-signing")',
    'if JWT_SECRET == "shop-signing":',
    '    raise RuntimeError()',
  ],
  [
    'low',
    'a.js',
    "const s = process.env.JWT_SECRET || 'shop-signing';",
    "if (!process.env.JWT_SECRET) throw new Error('unset');",
  ],
  [
    'blocker',
    'a.js',
    "const jwtSecret = process.env.JWT_SECRET || 'shop-signing';",
    "if (!jwtSecret) throw new Error('unset');",
  ],
  [
    'blocker',
    'a.py',
    'JWT_SECRET = os.getenv("JWT_SECRET", "shop-signing")',
    'if not JWT_SECRET:',
    '    raise RuntimeError()',
  ],
];

describe('defaults that production does not run with', () => {
  for (const [expected, path, ...lines] of CASES) {
    it(`${expected === '' ? 'nothing' : expected} in ${path}: ${lines.join(' ').slice(0, 110)}`, async () => {
      assert.equal(await severities(path, ...lines), expected);
    });
  }

  it('name the guard that refuses them', async () => {
    const text =
      "const s = process.env.JWT_SECRET || 'shop-signing';\nif (!process.env.JWT_SECRET) throw new Error('unset');\n";
    const { findings } = await analyze({ 'a.js': text });
    const [finding] = findings.filter(({ check }) => check === 'default-secret-value');
    assert.deepEqual(
      finding?.related.map(({ line, kind }) => `${line} ${kind}`),
      ['2 guard'],
    );
    assert.match(finding?.message ?? '', /Start-up refuses it/);
  });

  it('stay secrets where they are strong', async () => {
    const { findings } = await analyze({ 'a.js': `if (isDev) {\n  const apiToken = '${TOKEN}';\n}\n` });
    assert.deepEqual(
      findings.filter(({ check }) => check === 'hardcoded-secret').map(({ severity }) => severity),
      ['medium'],
    );
  });
});

describe('a committed .env', () => {
  const env = 'JWT_SECRET=shop-dev-change-me\n';
  const code = 'module.exports = process.env.JWT_SECRET;\n';

  it('is told as a file and by its values, and not once more as defaults', async () => {
    const report = await analyze({ '.env': env, 'a.js': code });
    assert.deepEqual(placesOf(report, 'secret-file-committed'), ['.env:1 env-defaults']);
    assert.deepEqual(placesOf(report, 'default-secret-value'), ['.env:1 secret']);
    assert.deepEqual(placesOf(report, 'default-secret-guard'), []);
  });

  it('counts beside a guard, and beside a default that stands somewhere else', async () => {
    const guard = "const s = process.env.JWT_SECRET;\nif (s === 'another') throw new Error('refused');\n".replaceAll(
      /\bs\b/g,
      'jwtSecret',
    );
    assert.deepEqual(placesOf(await analyze({ '.env': env, 'a.js': guard }), 'default-secret-guard'), [
      '.env:1 accepted',
    ]);
    const fallback = "module.exports = process.env.JWT_SECRET || 'shop-signing';\n";
    const report = await analyze({ '.env': env, 'a.js': fallback });
    assert.deepEqual(placesOf(report, 'default-secret-guard'), ['a.js:1 unguarded']);
  });
});

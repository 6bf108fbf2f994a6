import assert from 'node:assert/strict';

import Ajv from 'ajv';

import { FORMATS, type FormatName } from '../../../src/engine/format/formats';
import { widthOf } from '../../../src/engine/format/text/width';
import { PASSWORD, SAMPLE_REPORT, sampleInput } from '../../support/sample-report';
import { SARIF_SCHEMA } from './sarif-schema';

const NAMES = Object.keys(FORMATS) as FormatName[];

describe('every format', () => {
  for (const name of NAMES) {
    it(`${name} shows no secret and ends with a line break`, () => {
      const text = FORMATS[name](sampleInput({ color: true }));
      assert.ok(text.endsWith('\n'));
      assert.ok(!text.includes(PASSWORD) && !text.includes(PASSWORD.slice(0, 6)), 'the value is in the output');
    });

    it(`${name} tells how the run went only when asked`, () => {
      const plain = FORMATS[name](sampleInput());
      assert.equal(FORMATS[name](sampleInput()), plain);
    });

    it(`${name} can do with nothing`, () => {
      const empty = { ...SAMPLE_REPORT, checks: [], findings: [], routes: [], checklist: [], baseline: null };
      const report = { ...empty, stats: { files: 0, bytes: 0, skipped: [] } };
      assert.ok(FORMATS[name](sampleInput({ report })).length > 0);
    });
  }
});

describe('the text format', () => {
  const text = FORMATS.text(sampleInput());

  it('says how far, what matters most and what to do next, in this order', () => {
    const order = [
      'BLOCKED',
      'Blockers',
      'hardcoded-secret',
      'route-unprotected',
      'High',
      'Medium',
      'Your checklist',
      'Not decided',
      'The gate fails on 3',
      'Next best step',
    ];
    let at = -1;
    for (const word of order) {
      const found = text.indexOf(word, at + 1);
      assert.ok(found > at, `"${word}" comes after what was before it`);
      at = found;
    }
  });

  it('draws the line with the value masked and carets below it', () => {
    const lines = text.split('\n');
    const row = lines.findIndex((line) => line.includes('password = "Aud•'));
    const masked = `Aud${'•'.repeat(PASSWORD.length - 3)}`;
    assert.equal(lines[row]?.trim(), `4 │     password = "${masked}"`);
    assert.equal(lines[row + 1]?.indexOf('^'), lines[row]?.indexOf('Aud'));
    assert.equal(lines[row + 1]?.trim().match(/\^+$/)?.[0].length, PASSWORD.length);
    assert.match(lines[row - 1] ?? '', /3 │ class BooksClient:/);
  });

  it('names places of one value once, under one head', () => {
    assert.equal(text.match(/the same value: scripts\/sync\.py:1/g)?.length, 1);
    assert.equal(text.match(/This password is in the code/g)?.length, 1);
  });

  it('draws the chain in order', () => {
    assert.match(
      text,
      /├ main\.py:1 +the application\n +├ main\.py:31 +api\.router[^]*└ api\/deps\.py:22 +current_user/,
    );
  });

  it('leaves out what is silenced or accepted, and counts it', () => {
    assert.doesNotMatch(text, /api\/old\.py|test\/fixtures\/key/);
    assert.match(text, /1 finding silenced with a reason\./);
    assert.match(text, /1 finding accepted in \.preflight\/baseline\.json\. 2 entries/);
  });

  it('tells the contradiction where the checklist is', () => {
    assert.match(text, /≠ line 42 {2}“Rate limiting enabled”\n +The list says done/);
  });

  for (const width of [40, 60, 80, 120]) {
    it(`fits ${width} columns, coloured or not`, () => {
      for (const color of [false, true])
        for (const line of FORMATS.text(sampleInput({ width, color })).split('\n'))
          assert.ok(widthOf(line) <= width, `${widthOf(line)}: ${line}`);
    });
  }

  it('says the same with and without colours', () => {
    const strip = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
    assert.equal(
      FORMATS.text(sampleInput({ color: true }))
        .replace(strip, '')
        .replace(/ +$/gm, ''),
      text.replace(/ +$/gm, ''),
    );
  });

  it('is the verdict and the blockers when quiet', () => {
    const quiet = FORMATS.text(sampleInput({ quiet: true }));
    assert.match(quiet, /^ BLOCKED/);
    assert.doesNotMatch(quiet, /High|Next best step|Your checklist/);
  });

  it('is pleased when nothing is to be done', () => {
    const checks = SAMPLE_REPORT.checks.filter((check) => check.verdict === 'pass');
    const score = { ...SAMPLE_REPORT.score, value: 100, displayed: 100, level: 'production' as const };
    const report = { ...SAMPLE_REPORT, checks, score, findings: [], checklist: [], baseline: null };
    assert.match(FORMATS.text(sampleInput({ report })), /Nothing to do: the one check that applies holds\.\n$/);
  });
});

describe('the JSON format', () => {
  it('is the report without what only fixes need', () => {
    const { findings, run, ...rest } = JSON.parse(FORMATS.json(sampleInput())) as Record<string, unknown>;
    const { findings: own, ...expected } = SAMPLE_REPORT;
    assert.deepEqual(rest, JSON.parse(JSON.stringify(expected)));
    assert.equal(run, undefined);
    assert.ok((findings as Record<string, unknown>[]).every((finding) => !('data' in finding)));
    assert.equal((findings as unknown[]).length, own.length);
  });

  it('tells the run when asked', () => {
    const run = { collected: 1, cached: 2, timings: { list: 3 } };
    assert.deepEqual((JSON.parse(FORMATS.json(sampleInput({ run }))) as { run: unknown }).run, run);
  });
});

interface SarifResult {
  ruleId: string;
  ruleIndex?: number;
  baselineState?: string;
  suppressions: unknown[];
  codeFlows?: { threadFlows: { locations: unknown[] }[] }[];
  locations: { physicalLocation: { artifactLocation: { uri: string }; region?: unknown } }[];
}

describe('the SARIF format', () => {
  const log = JSON.parse(FORMATS.sarif(sampleInput())) as {
    runs: {
      tool: { driver: { rules: { id: string }[] } };
      results: SarifResult[];
      originalUriBaseIds: Record<string, { uri: string }>;
    }[];
  };
  const [run] = log.runs;
  const results = run?.results ?? [];

  it('is valid', () => {
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(SARIF_SCHEMA);
    assert.ok(validate(log), JSON.stringify(validate.errors, null, 2));
  });

  it('has one result for each finding, which points at its rule', () => {
    assert.equal(results.length, SAMPLE_REPORT.findings.length);
    for (const result of results.filter(({ ruleIndex }) => ruleIndex !== undefined))
      assert.equal(run?.tool.driver.rules[result.ruleIndex ?? -1]?.id, result.ruleId);
  });

  it('names the root as a URI, and a place where there is no file', () => {
    assert.equal(run?.originalUriBaseIds.SRCROOT?.uri, 'file:///acme%20shop/');
    const nowhere = results.find((result) => result.ruleId === 'env-example-present');
    assert.deepEqual(nowhere?.locations[0]?.physicalLocation, {
      artifactLocation: { uri: './', uriBaseId: 'SRCROOT' },
    });
  });

  it('encodes paths', () => {
    const [finding] = SAMPLE_REPORT.findings;
    assert.ok(finding);
    const report = { ...SAMPLE_REPORT, findings: [{ ...finding, path: 'a b/[id]/ü:#?%.ts' }] };
    const text = FORMATS.sarif(sampleInput({ report }));
    assert.match(text, /"uri": "a%20b\/%5Bid%5D\/%C3%BC%3A%23%3F%25\.ts"/);
  });

  it('carries the chain, the baseline and the reason of a suppression', () => {
    const route = results.find((result) => result.ruleId === 'route-unprotected');
    assert.equal(route?.codeFlows?.[0]?.threadFlows[0]?.locations.length, 5);
    assert.deepEqual(results.map((result) => result.baselineState).filter((state) => state === 'unchanged').length, 1);
    assert.deepEqual(results.at(-1)?.suppressions, [{ kind: 'inSource', justification: 'made up for the test' }]);
  });
});

describe('the GitHub format', () => {
  it('is one command for each live finding, most severe first, and the verdict', () => {
    const lines = FORMATS.github(sampleInput()).trimEnd().split('\n');
    assert.equal(lines.length, 7);
    assert.match(
      lines[0] ?? '',
      /^::error file=api\/clients\/books\.py,line=4,endLine=4,col=17,endColumn=\d+,title=hardcoded-secret::This password/,
    );
    assert.match(lines[5] ?? '', /^::warning title=env-example-present::/);
    assert.match(lines[6] ?? '', /^Preflight: Blocked/);
  });

  it('lets no text end a command', () => {
    const [finding] = SAMPLE_REPORT.findings;
    assert.ok(finding);
    const report = { ...SAMPLE_REPORT, findings: [{ ...finding, path: 'a,b:c.ts', message: '100 %\n::error::boo' }] };
    const text = FORMATS.github(sampleInput({ report }));
    assert.match(text, /file=a%2Cb%3Ac\.ts,/);
    assert.match(text, /::100 %25%0A::error::boo\n/);
  });
});

describe('the JUnit format', () => {
  it('has a case for each check', () => {
    const text = FORMATS.junit(sampleInput());
    assert.match(
      text,
      /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites name="Preflight" tests="8" failures="5" errors="0" skipped="2">/,
    );
    assert.equal(text.match(/<testcase /g)?.length, 8);
    assert.match(text, /name="cors-restricted"\/>/);
  });

  it('holds only what XML can hold', () => {
    const [finding] = SAMPLE_REPORT.findings;
    assert.ok(finding);
    const report = { ...SAMPLE_REPORT, findings: [{ ...finding, message: 'a < b & "c" \u0000\u001b \ud800 ]]>' }] };
    const text = FORMATS.junit(sampleInput({ report }));
    assert.match(text, /a &lt; b &amp; &quot;c&quot; \ufffd\ufffd \ufffd \]\]&gt;/);
  });
});

describe('the Markdown format', () => {
  const text = FORMATS.markdown(sampleInput());

  it('begins with what a notification shows', () => {
    assert.match(text, /^\*\*Preflight: Blocked · 44 of 100 · [^\n]*\*\*\. The gate fails on 3 live findings\.\n/);
  });

  it('lets no foreign text become markup', () => {
    const entry = SAMPLE_REPORT.checklist[0];
    assert.ok(entry);
    const hostile = { ...entry, text: '<img src=x> | @somebody [a](b) `c`' };
    const report = { ...SAMPLE_REPORT, checklist: [hostile] };
    const row =
      FORMATS.markdown(sampleInput({ report }))
        .split('\n')
        .find((line) => line.includes('somebody')) ?? '';
    assert.ok(row.includes('\\<img src=x\\>'), row);
    assert.ok(!row.includes('@somebody'), row);
    assert.equal(row.replaceAll('\\|', '').match(/\|/g)?.length, 4);
  });
});

describe('the HTML format', () => {
  const text = FORMATS.html(sampleInput());

  it('loads nothing', () => {
    assert.doesNotMatch(text, /<(link|img|iframe|object)\b|\bsrc=|@import|url\(/);
    assert.match(text, /Content-Security-Policy" content="default-src 'none'/);
  });

  it('shows verdict, code, checklist, routes and reasons', () => {
    for (const part of [
      'BLOCKED',
      'Score by category',
      '<mark>Aud•',
      'Rate limiting enabled',
      'open to anyone',
      'made up for the test',
    ])
      assert.ok(text.includes(part), part);
  });

  it('lets no foreign text become markup', () => {
    const [finding] = SAMPLE_REPORT.findings;
    assert.ok(finding);
    const hostile = '<script>alert(1)</script>"\'&';
    const report = { ...SAMPLE_REPORT, name: hostile, findings: [{ ...finding, message: hostile, path: hostile }] };
    const page = FORMATS.html(sampleInput({ report }));
    assert.equal(page.match(/<script>/g)?.length, 1);
    assert.ok(!page.includes('alert(1)</script>'));
  });
});

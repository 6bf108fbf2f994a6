// The search for credentials by itself, in a process of its own, as other scanners do nothing else: `node secret-scan.js FOLDER`. Prints
// JSON. `node secret-scan.js --literals FILE` writes the texts that are looked for, one a line, for a search program to look for.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import defaultSecretValue from '../../src/engine/checks/default-secret-value';
import hardcodedSecret from '../../src/engine/checks/hardcoded-secret';
import { collect, type CollectPlan } from '../../src/engine/collect/collect';
import { languageOf } from '../../src/engine/collect/language';
import { secrets } from '../../src/engine/collect/secrets';
import { Config } from '../../src/engine/config/config';
import type { FileFacts } from '../../src/engine/facts';
import { blobId, DEFAULT_SALT } from '../../src/engine/hash';
import { COMMAND_KEYS } from '../../src/engine/secrets/detect/command-values';
import { NAME_KEYS } from '../../src/engine/secrets/detect/named-values';
import { PROVIDER_KEYS } from '../../src/engine/secrets/detect/provider-values';
import { SIGNING_KEYS } from '../../src/engine/secrets/detect/signing-values';
import { STRUCTURED_KEYS } from '../../src/engine/secrets/detect/structured-values';
import { classify } from '../../src/engine/size/classify';
import { Workspace } from '../../src/engine/workspace';
import { decode, readBytes, statFile } from '../../src/node/read';
import { skipByName } from '../../src/node/skip';

function scan(folder: string): { ms: number; rss: number; files: number; findings: number } {
  const listed = execFileSync('git', ['-C', folder, 'ls-files', '-z'], { encoding: 'utf8', maxBuffer: 1e9 });
  const facts = new Map<string, FileFacts>();
  for (const file of listed.split('\0').filter((name) => name !== '' && !skipByName(name))) {
    const absolute = path.join(folder, file);
    const bytes = 'size' in statFile(absolute) ? readBytes(absolute) : undefined;
    const decoded = Buffer.isBuffer(bytes) ? decode(bytes) : undefined;
    if (!decoded || !Buffer.isBuffer(bytes)) continue;
    const { text } = decoded;
    const plan: CollectPlan = {
      language: languageOf(file),
      classification: classify(file, text),
      deep: false,
      extractors: [secrets],
      parser: undefined,
    };
    const input = { path: file, text, size: bytes.length, hash: blobId(bytes), plan, parsers: {}, salt: DEFAULT_SALT };
    facts.set(file, collect(input));
  }
  const files = [...facts.keys()].map((file) => ({ path: file, tracked: true, ignored: false }));
  const listing = { files, skipped: [], source: 'git' as const };
  const workspace = new Workspace({ name: 'bench', listing, facts, occurrences: [], config: new Config() });
  const conclusions = [hardcodedSecret, defaultSecretValue].map((check) => check.conclude(workspace));
  const findings = conclusions.flatMap((conclusion) => ('findings' in conclusion ? conclusion.findings : []));
  return {
    ms: performance.now(),
    rss: process.resourceUsage().maxRSS / 1024,
    files: facts.size,
    findings: findings.length,
  };
}

const [first = '', second = ''] = process.argv.slice(2);
if (first === '--literals') {
  const words = new Set(
    [PROVIDER_KEYS, NAME_KEYS, STRUCTURED_KEYS, SIGNING_KEYS, COMMAND_KEYS].flatMap((keys) => [...keys]),
  );
  fs.writeFileSync(second, `${[...words].join('\n')}\n`);
} else console.log(JSON.stringify(scan(first)));

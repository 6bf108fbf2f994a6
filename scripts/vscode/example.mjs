// The sample project: `examples/shop`, copied to where it may be changed, with what must not stand in this repository put in.
//
// The sample shows what Preflight says of passwords and of files that have grown too long. Its files hold `{{made-up:NAME}}` where a
// password belongs, so that neither our own scan nor anybody else's takes the sample for a leak.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { exampleFolder } from './project.mjs';

/** None of these opens anything. Each is joined here and nowhere else. */
const madeUp = new Map([
  ['warehouse', ['Kestrel', '7!', 'Harbour', '42'].join('')],
  ['database', ['shop', '123'].join('')],
  ['jwt-default', ['change', '-me-', 'in-production'].join('')],
]);

/**
 * Writes the sample into a folder that is empty or does not exist yet, as a git repository where there is a git.
 *
 * @param {string} folder
 */
export function writeExample(folder) {
  fs.cpSync(exampleFolder, folder, { recursive: true });
  for (const name of fs.readdirSync(folder, { recursive: true })) {
    const file = path.join(folder, String(name));
    if (!fs.statSync(file).isFile()) continue;
    const text = fs.readFileSync(file, 'utf8');
    const filled = text.replaceAll(/\{\{made-up:([\w-]+)\}\}/g, (whole, key) => madeUp.get(key) ?? whole);
    if (filled !== text) fs.writeFileSync(file, filled);
  }
  fs.writeFileSync(path.join(folder, 'api/app/price_rules.py'), longFile());
  commit(folder);
}

/** A hand-written file that nobody has split in time. */
function longFile() {
  const rules = Array.from({ length: 160 }, (_, index) => {
    const name = `rule_${String(index + 1).padStart(3, '0')}`;
    return [
      `def ${name}(price: int, amount: int) -> int:`,
      `    """Price of ${index + 2} copies or more."""`,
      `    if amount < ${index + 2}:`,
      '        return price',
      `    rebate = price * ${(index % 9) + 1} // 100`,
      '    return max(0, price - rebate)',
      '',
      '',
    ].join('\n');
  });
  return `"""Every price rule the shop has ever had."""\n\n\n${rules.join('')}`.trimEnd() + '\n';
}

/** @param {string} folder */
function commit(folder) {
  const git = (/** @type {string[]} */ ...args) =>
    spawnSync('git', args, { cwd: folder, stdio: 'ignore' }).status === 0;
  const person = ['-c', 'user.name=Lantern Books', '-c', 'user.email=shop@example.org'];
  // Without git the sample is a plain folder, which Preflight reads as well.
  if (git('init', '--quiet', '--initial-branch=main') && git('add', '--all')) {
    git(...person, 'commit', '--quiet', '--message', 'Open the shop');
  }
}

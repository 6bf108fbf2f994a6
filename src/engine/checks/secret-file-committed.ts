/** Files in git's index that are secrets by themselves: dotenv files, keys, credential stores. */
import { defineCheck, type Conclusion } from '../check';
import type { FindingDraft, Severity } from '../finding';
import { credentialFiles, type CredentialFile } from '../secrets/credential-files';

export default defineCheck({
  id: 'secret-file-committed',
  title: 'No file of secrets is committed',
  question: 'Are .env files, private keys and credential stores kept out of git?',
  category: 'secrets',
  severity: 'blocker',
  effort: 'low',
  since: '0.1.0',
  asks: ['001', '002'],
  rules: {
    'env-file': 'A dotenv file with secrets',
    'env-defaults': 'A dotenv file with guessable secrets only',
    'private-key': 'A private key',
    'key-file': 'A raw key',
    'key-store': 'A key or certificate store',
    'credential-store': 'A file in which a tool keeps credentials',
    'password-hashes': 'A file of password hashes',
    cookies: 'Cookies of a signed-in session',
    'tracked-and-ignored': 'A file that is tracked although it is ignored',
  },
  conclude(workspace): Conclusion {
    const files = workspace.derive(credentialFiles);
    const findings = files.map((file) => draft(file, workspace.hasGit));
    const counted = files.filter((file) => severityOf(file) !== 'low');
    if (!workspace.hasGit) {
      return {
        verdict: 'unknown',
        summary: 'The folder is not under git, so nothing tells what is committed.',
        findings,
      };
    }
    if (counted.length === 0) {
      return { verdict: 'pass', level: 'E4', summary: 'No file of secrets is in the index.', findings };
    }
    const summary =
      counted.length === 1
        ? `${counted[0]?.path ?? ''} is committed.`
        : `${counted.length} files of secrets are committed.`;
    return { verdict: 'fail', level: 'E0', summary, findings };
  },
});

function severityOf({ kind, place }: CredentialFile): Severity {
  if (kind === 'tracked-and-ignored' || place === 'test') return 'low';
  if (kind === 'env-defaults' || kind === 'password-hashes') return 'medium';
  return place === 'sample' || place === 'ci' ? 'high' : 'blocker';
}

const WORDS: Readonly<Record<CredentialFile['kind'], string>> = {
  'env-file': 'This file of secrets is committed',
  'env-defaults': 'This .env file is committed, with secrets that anyone can guess',
  'private-key': 'This private key is committed',
  'key-file': 'This key is committed',
  'key-store': 'This store of keys is committed',
  'credential-store': 'This file, in which a tool keeps credentials, is committed',
  'password-hashes': 'This file of password hashes is committed',
  cookies: 'These cookies of a signed-in session are committed',
  'tracked-and-ignored': 'This file is committed although .gitignore matches it',
};

function draft(file: CredentialFile, hasGit: boolean): FindingDraft {
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  const message =
    file.kind === 'tracked-and-ignored'
      ? `${WORDS[file.kind]}. Changes to it are easily lost, and secrets in it easily overlooked. Put it back with a "!" rule, or remove it with "git rm --cached ${name}".`
      : file.kind === 'env-defaults'
        ? `${WORDS[file.kind]}. Whoever puts a real one in commits it too. Rename it to .env.example, run "git rm --cached ${name}" and ignore it.`
        : `${hasGit ? WORDS[file.kind] : WORDS[file.kind].replace('committed', 'in the folder')}. Everyone who can read the repository has it, and its history keeps it. Run "git rm --cached ${name}", ignore it, and rotate what it holds.`;
  return {
    rule: file.kind,
    severity: severityOf(file),
    place: { path: file.path, span: null },
    message,
    identity: file.kind,
    fixes: file.kind === 'tracked-and-ignored' || file.ignored ? [] : ['ignore-env-file'],
    data: { kind: file.kind },
  };
}

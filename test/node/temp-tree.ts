// Folders on a real disk, made and removed by tests.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A temporary folder with these files; a name that ends with `/` makes a folder. */
export class TempTree {
  readonly root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'preflight-')));

  constructor(files: Record<string, string | Buffer> = {}) {
    for (const [file, content] of Object.entries(files)) this.write(file, content);
  }

  path(file: string): string {
    return path.join(this.root, file);
  }

  write(file: string, content: string | Buffer): void {
    const absolute = this.path(file);
    fs.mkdirSync(file.endsWith('/') ? absolute : path.dirname(absolute), { recursive: true });
    if (!file.endsWith('/')) fs.writeFileSync(absolute, content);
  }

  /** Runs git in the folder, as somebody and with nobody's configuration. */
  git(...args: string[]): string {
    const env = {
      ...process.env,
      GIT_CONFIG_GLOBAL: os.devNull,
      GIT_CONFIG_SYSTEM: os.devNull,
      GIT_AUTHOR_NAME: 'Test',
      GIT_AUTHOR_EMAIL: 'test@example.com',
      GIT_COMMITTER_NAME: 'Test',
      GIT_COMMITTER_EMAIL: 'test@example.com',
    };
    const isQuiet = ['ignore', 'pipe', 'pipe'] as const;
    return execFileSync('git', args, { cwd: this.root, env, encoding: 'utf8', stdio: [...isQuiet] });
  }

  /** Makes it a repository in which these paths are tracked (all that are not ignored, without paths). */
  init(...tracked: string[]): this {
    this.git('init', '-q', '-b', 'main');
    this.git('add', ...(tracked.length > 0 ? ['-f', ...tracked] : ['.']));
    return this;
  }

  remove(): void {
    fs.rmSync(this.root, { recursive: true, force: true });
  }
}

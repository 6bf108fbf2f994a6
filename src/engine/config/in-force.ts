/** Configuration, baseline and attestations of a workspace as they are now, with what is wrong in them. */
import { ATTESTATIONS_PATH, NO_ATTESTATIONS, type Attestations } from '../attestations/attestation';
import { readAttestations } from '../attestations/read';
import { BASELINE_PATH, readBaseline, type Baseline } from '../suppress/baseline';
import { Config } from './config';
import { readConfigs, resolveBeside, type ConfigProblem, type ReadText } from './read';

export interface SettingsOptions {
  /** Path of the baseline, or null for none. */
  baseline?: string | null;
  /** Path of the root configuration instead of `preflight.json(c)`. */
  config?: string;
  /** ISO date of today, for expiries; the engine reads no clock. */
  today: string;
}

export class SettingsInForce {
  config = new Config();
  problems: ConfigProblem[] = [];
  baseline: { path: string; entries: Baseline } | undefined;

  /** What people answer for; the same object while it says the same. */
  attestations: Attestations = NO_ATTESTATIONS;

  constructor(private readonly options: SettingsOptions) {}

  /** Path of the baseline; null = none is wanted. */
  get baselinePath(): string | null {
    return this.options.baseline === undefined ? (this.config.root.baseline ?? BASELINE_PATH) : this.options.baseline;
  }

  /** Stands for everything that is in force. */
  get key(): string {
    return JSON.stringify([this.config.all, this.baseline, keyOf(this.attestations)]);
  }

  /** True for a file besides configurations that decides what is in force. */
  isReadFrom(path: string): boolean {
    return path === this.baselinePath || path === this.attestationsPath;
  }

  /** Path of the attestations; that of a file outside of the workspace is not taken. */
  get attestationsPath(): string {
    const { file = ATTESTATIONS_PATH } = this.config.root.attestations ?? {};
    return resolveBeside('', file) ?? ATTESTATIONS_PATH;
  }

  /** Reads everything again; `paths`: every listed file. */
  async read(paths: readonly string[], readText: ReadText): Promise<void> {
    const { config, problems } = await readConfigs(paths, readText, this.options.config, this.config);
    this.config = config;
    this.problems = problems;
    await this.readAttestations(readText);
    const before = this.baseline;
    this.baseline = undefined;
    const path = this.baselinePath;
    const text = path === null ? undefined : await readText(path);
    if (path === null || text === undefined) return;
    const baseline = readBaseline(text);
    if (!('error' in baseline)) {
      this.baseline = { path, entries: baseline };
      return;
    }
    this.problems.push({ path, span: baseline.span ?? null, message: baseline.error });
    // As with attestations: what is being edited or merged does not bring all old debt back.
    if (before?.path === path) this.baseline = before;
  }

  /** Half-typed text does not take back what was stated before. */
  private async readAttestations(readText: ReadText): Promise<void> {
    const path = this.attestationsPath;
    const { file } = this.config.root.attestations ?? {};
    const layer = this.config.all.find(({ folder }) => folder === '');
    if (file !== undefined && layer && resolveBeside('', file) === undefined)
      this.problems.push({
        path: layer.path,
        span: null,
        message: `"attestations.file" leads out of the workspace: ${file}.`,
      });
    const text = await readText(path);
    const read = text === undefined ? undefined : readAttestations(path, text, this.options.today);
    this.problems.push(...(read?.problems ?? []));
    const before = this.attestations;
    const now = read ? (read.attestations ?? before) : { path, stated: new Map<string, never>() };
    if (keyOf(now) !== keyOf(before)) this.attestations = now;
  }
}

/** Stands for what is stated. */
function keyOf({ path, stated }: Attestations): string {
  return JSON.stringify([path, [...stated.values()]]);
}

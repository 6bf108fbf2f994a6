/** Configuration and baseline of a workspace as they are now, with what is wrong in them. */
import { BASELINE_PATH, readBaseline, type Baseline } from '../suppress/baseline';
import { Config } from './config';
import { readConfigs, type ConfigProblem } from './read';

export interface SettingsOptions {
  /** Path of the baseline, or null for none. */
  baseline?: string | null;
  /** Path of the root configuration instead of `preflight.json(c)`. */
  config?: string;
}

export class SettingsInForce {
  config = new Config();
  problems: ConfigProblem[] = [];
  baseline: { path: string; entries: Baseline } | undefined;

  constructor(private readonly options: SettingsOptions) {}

  /** Path of the baseline; null = none is wanted. */
  get baselinePath(): string | null {
    return this.options.baseline === undefined ? (this.config.root.baseline ?? BASELINE_PATH) : this.options.baseline;
  }

  /** Reads everything again; `paths`: every listed file. */
  async read(paths: readonly string[], readText: (path: string) => Promise<string | undefined>): Promise<void> {
    const { config, problems } = await readConfigs(paths, readText, this.options.config, this.config);
    this.config = config;
    this.problems = problems;
    this.baseline = undefined;
    const path = this.baselinePath;
    const text = path === null ? undefined : await readText(path);
    if (path === null || text === undefined) return;
    const baseline = readBaseline(text);
    if ('error' in baseline) this.problems.push({ path, span: null, message: baseline.error });
    else this.baseline = { path, entries: baseline };
  }
}

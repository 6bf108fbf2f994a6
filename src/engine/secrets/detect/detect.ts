/** Credentials in one text, as offsets: the pipeline from the automaton to classified values. */
import type { Language } from '../../facts';
import { definePlacedWords, eachPlace } from '../../text/words';
import type { Position } from '../facts';
import { COMMAND_KEYS, commandValue } from './command-values';
import { encodedValues, isSecretManifest } from './encoded-values';
import { notebookTexts } from './notebook';
import { generatedSettingsDefaults, settingsClasses } from './settings-class';
import { familyOf, isCommentedOut, isHashComment, regionAt, regionsOf, type Family, type Region } from './syntax';
import { namedValue, NAME_KEYS } from './named-values';
import { providerValue, PROVIDER_KEYS } from './provider-values';
import { storedCredentials } from './stores';
import { SIGNING_KEYS, signingValue } from './signing-values';
import { STRUCTURED_KEYS, structuredValue } from './structured-values';
import type { ValueClass } from '../values/value';

/** One credential-like value in a text. */
export interface Detection {
  rule: string;
  value: ValueClass | 'token' | 'public' | 'hash';
  position: Position;
  name: string | null;
  env: string | null;
  /** Offsets of the value. */
  start: number;
  end: number;
  proven: boolean;
  /** Somebody signs in with it: a call that sets or sends a password says so. */
  used?: boolean;
  host?: string;
  scheme?: string;
  expires?: number;
  /** Whom a decoded token speaks for. */
  role?: string;
  /** It stands in the part for developers of a configuration. */
  outsideProduction?: boolean;
  /** A decoded token was good for days at most: in a repository it has run out. */
  shortLived?: boolean;
}

/** Longer lines are read in stretches. */
const MAX_LINE = 2000;

/** What every rule sees of a text. */
export class Scan {
  private regionList: Region[] | undefined;
  private secretManifest: boolean | undefined;
  private sealed: boolean | undefined;
  private settings: { start: number; end: number }[] | undefined;
  /** By id of a provider rule: up to where it has read a value. */
  readonly read = new Map<string, number>();

  constructor(
    readonly text: string,
    readonly family: Family,
    readonly path: string,
  ) {}

  /** Offsets of the line that holds an offset; a stretch around it where the line is longer than a person writes. */
  line(at: number): { start: number; end: number } {
    const before = this.text.slice(Math.max(0, at - MAX_LINE), at);
    const end = this.text.slice(at, at + MAX_LINE).indexOf('\n');
    return {
      start: at - before.length + before.lastIndexOf('\n') + 1,
      end: end < 0 ? Math.min(this.text.length, at + MAX_LINE) : at + end,
    };
  }

  /** True on a line longer than people write. */
  isLong(at: number): boolean {
    const { start, end } = this.line(at);
    return end - start >= MAX_LINE;
  }

  /** The text behind base64 in the `data` of a Kubernetes Secret; every other value as it is. */
  decoded(value: string): string {
    if (this.family !== 'yaml' || !/^(?:[A-Za-z0-9+/]{4}){1,64}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value))
      return value;
    this.secretManifest ??= isSecretManifest(this.text);
    const plain = this.secretManifest ? Buffer.from(value, 'base64').toString('latin1') : value;
    // `echo admin | base64` encodes the end of the line as well.
    return /^[\x20-\x7e]{2,}\n?$/.test(plain) ? plain.trimEnd() : value;
  }

  /** True for a file whose values are encrypted: a sealed secret, a file of sops or of Ansible Vault. */
  get isSealed(): boolean {
    if (this.family !== 'yaml' && this.family !== 'json') return false;
    return (this.sealed ??= /^\s{0,4}"?kind"?:\s*"?SealedSecret|^\s{0,4}"?sops"?:|^\$ANSIBLE_VAULT/m.test(this.text));
  }

  /** True in the body of a Python settings class. */
  isSetting(at: number): boolean {
    if (this.family !== 'python') return false;
    this.settings ??= settingsClasses(this.text);
    return this.settings.some(({ start, end }) => at >= start && at < end);
  }

  /**
   * True when an offset lies in text for people: a comment, a docstring, a sample in a multi-line string. A hole of a template is code.
   */
  isProse(at: number): boolean {
    const { family, text } = this;
    if (family === 'prose') return true;
    if (family === 'code' || family === 'python' || family === 'sql') {
      if (family === 'code' && isHashComment(text, this.line(at).start, this.path)) return true;
      const region = regionAt((this.regionList ??= regionsOf(text, family)), at);
      if (!region) return false;
      if (at - region.start <= 3 && isLiteralRegion(text, region)) return false;
      return !(region.holes && isInHole(text, region, at));
    }
    const { start, end } = this.line(at);
    return isCommentedOut(text, start, at, family) || isShown(this.path, text.slice(start, end));
  }
}

/**
 * `echo    set X=v` of a batch file, `Write-Host "…"` of PowerShell: shown to people, unless it goes to a file or a command. So is a list inside a
 * text of TOML, which has no other lines of that form.
 */
function isShown(path: string, line: string): boolean {
  if (path.endsWith('.toml')) return /^[ \t]*- /.test(line);
  return /\.(?:bat|cmd|ps1|psm1)$/i.test(path) && /^[ \t]*@?(?:echo|Write-Host)\b[^>|]*$/i.test(line);
}

/** A one-line string in back quotes or triple quotes is a literal like any other. */
function isLiteralRegion(text: string, region: Region): boolean {
  const isQuoted = /["'`]/.test(text[region.start] ?? '');
  return isQuoted && region.end - region.start < MAX_LINE && !text.slice(region.start, region.end).includes('\n');
}

function isInHole(text: string, region: Region, at: number): boolean {
  const before = text.slice(Math.max(region.start, at - 300), at);
  const open = before.lastIndexOf('{');
  return open >= 0 && !before.slice(open).includes('}');
}

const KEYS = [...PROVIDER_KEYS, ...STRUCTURED_KEYS, ...SIGNING_KEYS, ...COMMAND_KEYS, ...NAME_KEYS];
const FIRST_STRUCTURED = PROVIDER_KEYS.length;
const FIRST_SIGNING = FIRST_STRUCTURED + STRUCTURED_KEYS.length;
const FIRST_COMMAND = FIRST_SIGNING + SIGNING_KEYS.length;
const FIRST_NAME = FIRST_COMMAND + COMMAND_KEYS.length;
const PLACES = definePlacedWords(KEYS);

/** More values than this in one file are noise: a word list, a dump. */
export const MAX_VALUES = 400;

/** Every credential-like value of a text, in order of position; one per place, the most specific rule first. */
export function detect(text: string, language: Language, path: string, tokensOnly = false): Detection[] {
  if (path.endsWith('.ipynb')) return detectInNotebook(text, path, tokensOnly);
  const scan = new Scan(text, familyOf(language, path), path);
  const found: Detection[] = storedCredentials(path, text);
  const last = { nameEnd: -1 };
  eachPlace(text, PLACES, (key, end) => {
    if (found.length >= MAX_VALUES) return;
    if (key < FIRST_STRUCTURED) found.push(...providerValue(scan, key, end));
    else if (key < FIRST_SIGNING) {
      if (!tokensOnly || STRUCTURED_KEYS[key - FIRST_STRUCTURED] === 'eyj') {
        found.push(...structuredValue(scan, key - FIRST_STRUCTURED, end));
      }
    } else if (key < FIRST_COMMAND) {
      if (!tokensOnly) found.push(...signingValue(scan, key - FIRST_SIGNING, end));
    } else if (key < FIRST_NAME) {
      if (!tokensOnly) found.push(...commandValue(scan, key - FIRST_COMMAND, end));
    } else if (!tokensOnly && end > last.nameEnd) {
      const named = namedValue(scan, end - (NAME_KEYS[key - FIRST_NAME]?.length ?? 0), end);
      last.nameEnd = named.nameEnd;
      found.push(...named.found);
    }
  });
  if (!tokensOnly && language === 'python') found.push(...generatedSettingsDefaults(scan));
  found.push(...encodedValues(scan, (plain) => detect(plain, 'dotenv', '.env')));
  return distinct(found);
}

/** What a notebook shows is read as a document, beside its code. */
function detectInNotebook(text: string, path: string, tokensOnly: boolean): Detection[] {
  const { code, shown } = notebookTexts(text);
  const found = detect(code, 'python', path.replace(/ipynb$/, 'py'), tokensOnly);
  return distinct([...found, ...detect(shown, 'markdown', path.replace(/ipynb$/, 'md'), tokensOnly)]);
}

/** Overlapping values: the self-evident one wins, then the one whose position says most. */
function distinct(found: Detection[]): Detection[] {
  const rank = (d: Detection): number =>
    (d.value === 'token' || d.value === 'public' ? 100 : 0) +
    (d.rule === 'url-password' ? 50 : 0) +
    (d.position === 'fallback' || d.position === 'setting' || d.position === 'signing' ? 10 : 0) +
    (d.env ? 5 : 0) +
    (d.name ? 1 : 0);
  const sorted = [...found].sort(
    (a, b) => a.start - b.start || rank(b) - rank(a) || (rank(a) >= 100 ? b.end - a.end : a.end - b.end),
  );
  const kept: Detection[] = [];
  for (const detection of sorted) {
    const before = kept[kept.length - 1];
    if (!before || detection.start >= before.end) kept.push(detection);
    else if (rank(detection) > rank(before)) kept[kept.length - 1] = detection;
  }
  return kept;
}

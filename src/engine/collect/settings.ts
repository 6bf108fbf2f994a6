/**
 * Settings facts: the sections and keys of the configuration files that Python's and JavaScript's tools read as data (TOML, INI, JSON),
 * with the place of each. What a section means, and whether any tool reads it where it stands, is for the checks to say.
 */
import { getStaticTOMLValue, type AST } from 'toml-eslint-parser';
import type { Span } from '../span';
import { defineExtractor } from './extractor';
import { jsonOf, propertiesOf, type Json } from './json-nodes';
import type { SourceFile } from './source-file';

export interface SettingEntry {
  /** As written; dotted TOML keys joined with `.`. */
  key: string;
  /** INI values are strings, continuation lines joined with `\n`. Dates are their text. */
  value: Json;
  /** From the key to the end of the value. */
  span: Span;
  /** INI: the line of each line of the value, where it has several; comments between them have none. */
  lines?: number[];
}

export interface SettingsSection {
  /** `tool.mypy`, `tool:pytest`, `mypy-foo.*`; `''` for what stands before the first header and for JSON's top level. */
  name: string;
  /** The header line; null for the nameless section. */
  span: Span | null;
  entries: SettingEntry[];
}

declare module '../facts' {
  interface FactParts {
    /** Sections and keys of tools' configuration files. */
    settings: SettingsFacts;
  }
}

export interface SettingsFacts {
  sections: SettingsSection[];
}

const TOML = /^(?:pyproject|\.?pytest|\.?ruff|\.coveragerc|mypy)\.toml$/;
/** Of Supabase's command line: which functions the platform asks for a token. */
const SUPABASE = /(?:^|\/)supabase\/config\.toml$/;
const INI = /^(?:setup\.cfg|tox\.ini|\.?pytest\.ini|\.?mypy\.ini|\.coveragerc)$/;
const JSON_FILE = /^(?:pyrightconfig\.json|package\.json|jest\.config\.json|\.(?:nyc|c8|mocha)rc(?:\.json)?)$/;
/** Keys of package.json that are settings of a test tool. */
const PACKAGE_KEYS = new Set(['jest', 'nyc', 'c8', 'mocha', 'ava']);

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export const settings = defineExtractor({
  part: 'settings',
  version: 3,
  accepts: (path) => {
    const name = nameOf(path);
    return TOML.test(name) || SUPABASE.test(path) || INI.test(name) || JSON_FILE.test(name);
  },
  extract(file): SettingsFacts | undefined {
    if (TOML.test(file.name) || SUPABASE.test(file.path)) return { sections: tomlSections(file) };
    if (INI.test(file.name)) return { sections: iniSections(file) };
    const sections = jsonSections(file);
    return sections.some((section) => section.entries.length > 0) ? { sections } : undefined;
  },
});

/** Top-level keys as the nameless section; nested objects stay values. */
function jsonSections(file: SourceFile): SettingsSection[] {
  const entries = propertiesOf(file.json)
    .filter(({ key }) => file.name !== 'package.json' || PACKAGE_KEYS.has(key))
    .map(({ key, value, property }) => ({
      key,
      value: jsonOf(value),
      span: file.span(property.offset, property.offset + property.length),
    }));
  return [{ name: '', span: null, entries }];
}

/** Tables of a TOML file; tables of an array of tables share their name. */
export function tomlSections(file: SourceFile): SettingsSection[] {
  const top = file.toml?.body[0];
  if (!top) return [];
  const sections: SettingsSection[] = [{ name: '', span: null, entries: [] }];
  for (const node of top.body) {
    if (node.type === 'TOMLKeyValue') sections[0]?.entries.push(tomlEntry(file, node));
    else {
      const name = node.resolvedKey.filter((part) => typeof part === 'string').join('.');
      const span = file.span(...lineOfHeader(file, node));
      sections.push({ name, span, entries: node.body.map((entry) => tomlEntry(file, entry)) });
    }
  }
  return sections;
}

function lineOfHeader(file: SourceFile, node: AST.TOMLTable): [number, number] {
  const end = file.text.indexOf(']', node.key.range[1]);
  return [node.range[0], node.kind === 'array' ? end + 2 : end + 1];
}

function tomlEntry(file: SourceFile, node: AST.TOMLKeyValue): SettingEntry {
  const key = node.key.keys.map((part) => (part.type === 'TOMLBare' ? part.name : part.value)).join('.');
  return { key, value: plain(getStaticTOMLValue(node.value)), span: file.span(...node.range) };
}

/** TOML values as JSON: dates as text, big integers as numbers. */
function plain(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && 'toISOString' in value) return JSON.stringify(value).slice(1, -1);
  if (typeof value === 'object')
    return Object.fromEntries(Object.entries(value as object).map(([key, item]) => [key, plain(item)]));
  return null;
}

/**
 * Sections of an INI file as Python's configparser reads them (docs.python.org/3/library/configparser.html, "Supported INI File
 * Structure"): `=` or `:`, comments on lines of their own, deeper indented lines continue a value.
 */
export function iniSections(file: SourceFile): SettingsSection[] {
  const sections: SettingsSection[] = [];
  let section: SettingsSection | undefined;
  let open: { entry: SettingEntry; indent: number } | undefined;
  for (let line = 1; line <= file.lines.count; line++) {
    const text = file.lines.line(line);
    const trimmed = text.trim();
    if (trimmed === '' || trimmed.startsWith('#') || trimmed.startsWith(';')) continue;
    const span = file.lines.lineSpan(line);
    const indent = span.column - 1;
    if (open && indent > open.indent) {
      const before = String(open.entry.value);
      open.entry.value = before === '' ? trimmed : `${before}\n${trimmed}`;
      open.entry.lines = [...(before === '' ? [] : (open.entry.lines ?? [open.entry.span.line])), line];
      open.entry.span = { ...open.entry.span, endLine: span.endLine, endColumn: span.endColumn };
      continue;
    }
    const header = /^\[([^\]]+)\]/.exec(trimmed);
    if (header) {
      section = { name: header[1] ?? '', span, entries: [] };
      sections.push(section);
      open = undefined;
      continue;
    }
    const match = /^([^=:]+?)\s*(?:[=:]\s*(.*))?$/.exec(trimmed);
    if (!match) continue;
    if (!section) sections.push((section = { name: '', span: null, entries: [] }));
    const entry: SettingEntry = { key: match[1] ?? '', value: match[2] ?? '', span };
    section.entries.push(entry);
    open = { entry, indent };
  }
  return sections;
}

/** The secret facts of one file: detections with everything that conclude needs, and nothing that tells the value. */
import type { SourceFile } from '../collect/source-file';
import { hashValue, sha1Of } from '../hash';
import { detect, MAX_VALUES, type Detection } from './detect/detect';
import type { Position, SecretFact, SecretFacts } from './facts';
import { keyFile } from './detect/key-file';
import { isOutsideProduction } from './detect/outside-production';
import { familyOf, writtenLanguage } from './detect/syntax';
import { manifestOf } from './manifest';
import { isPasswordName, isSigningName } from './names';
import { isSearchedPath, isSettingsPath } from './places';
import { isDistinctive, isPassphrase, isVendorDefault } from './values/value';

/** The secret facts of a file, or undefined when it holds nothing of interest. */
export function secretFacts(file: SourceFile): SecretFacts | undefined {
  const { text, path, fileClass } = file;
  if (!isSearchedPath(path)) return undefined;
  const language = writtenLanguage(file.language, path);
  const tokensOnly = fileClass === 'minified' || fileClass === 'artefact';
  const found = keyFile(path, text) ?? detect(text, language, path, tokensOnly);
  if (found.length === 0) return undefined;
  const manifest = language === 'yaml' || language === 'json' ? manifestOf(path, text) : null;
  return {
    values: found.map((detection) => toFact(file, detection, manifest)),
    test: importsTestFramework(text, language),
    manifest,
    client: isClientCode(path, text, language),
    truncated: found.length >= MAX_VALUES,
  };
}

/** `Aud…, 11 characters`, for a bracket: enough to recognise one's own value, too little to use it. */
export function maskOf(value: string): string {
  const [line = ''] = value.split('\n', 1);
  return `${line.slice(0, 3)}…, ${value.length} characters`;
}

function toFact(file: SourceFile, detection: Detection, manifest: SecretFacts['manifest']): SecretFact {
  const { start, end, rule, value, name, env, proven } = detection;
  const text = file.text.slice(start, end);
  const position = manifestPosition(detection.position, manifest);
  return {
    rule,
    value,
    position,
    name,
    env,
    span: file.span(start, end),
    hash: hashValue(text, file.salt),
    sha1: hashValue(sha1Of(text), file.salt),
    mask: maskOf(text),
    length: text.length,
    proven,
    seed: isSeed(detection, text),
    vendor: isVendorDefault(text),
    operational: detection.value !== 'placeholder' || isRunWith(text, name ?? '', position, file.path),
    odd: /[A-Za-z].*[\d_@#!$-]|\d.*[A-Za-z]/.test(text) && name !== null && isPasswordName(name),
    declared: isDeclared(file.path, file.text.slice(Math.max(0, start - 32), start)),
    login:
      detection.used === true ||
      ((position === 'literal' || position === 'config') && namesUserNearby(file.text, start, end)),
    host: detection.host ?? null,
    scheme: detection.scheme ?? null,
    expires: detection.expires ?? null,
    role: detection.role ?? null,
    outsideProduction:
      detection.outsideProduction ??
      isOutsideProduction(file.text, familyOf(writtenLanguage(file.language, file.path), file.path), start, end),
    shortLived: detection.shortLived ?? false,
  };
}

/**
 * A placeholder that something starts with all the same: one that says so, and any in a place that nobody has to fill in before the start, where
 * it is a password or signs tokens. A key of somebody else's service does nothing there.
 */
function isRunWith(text: string, name: string, position: Position, path: string): boolean {
  if (/change|insecure|default|dev/i.test(text)) return true;
  // ASP.NET reads these files as they are (learn.microsoft.com, "Configuration in ASP.NET Core").
  const isRead = position === 'config' && /(?:^|\/)appsettings[\w.-]*\.json$/i.test(path);
  if (position !== 'compose' && position !== 'literal' && !isRead) return false;
  return (
    !/replace|<|todo|fixme/i.test(text) && (isSigningName(name) || (position === 'compose' && isPasswordName(name)))
  );
}

/** `= "v"`, and `= []byte("v")`: the literal is what the name stands for. */
const DECLARED = /[\w\]"' ]=\s*(?:[\w.:[\]]{1,16}\()?[rbufRBUF]{0,2}["'`]{1,3}$/;

/** An assignment; in a file of settings also an entry of the object that it exports. */
function isDeclared(path: string, before: string): boolean {
  return DECLARED.test(before) || (isSettingsPath(path) && /[\w"']\s*:\s*["'`]$/.test(before));
}

/** Only values that are surely credentials are searched everywhere: one wrong value would be found everywhere. */
function isSeed(detection: Detection, text: string): boolean {
  if (text.length > 512 || text.includes('\n')) return false;
  if (detection.value === 'token') return true;
  if (detection.value !== 'strong') return false;
  return detection.position !== 'prose'
    ? isDistinctive(text) || isPassphrase(text)
    : detection.rule === 'url-password' && isDistinctive(text);
}

function manifestPosition(position: Position, manifest: SecretFacts['manifest']): Position {
  if (position !== 'config') return position;
  if (manifest === 'compose') return 'compose';
  return manifest === 'kubernetes' ? 'manifest' : position;
}

/**
 * Code for browsers only: components of Vue and Svelte outside of their server parts, modules with React's `'use client'`, and scripts in the
 * folders that servers hand out as they are. Sources: react.dev ("'use client'"), documentation of Vite, Next.js, Nuxt ("public" folder).
 */
function isClientCode(path: string, text: string, language: string): boolean {
  if (/(?:^|\/)(?:public|static|wwwroot)\/(?:[^/]+\/)*[^/]+\.(?:[cm]?js|html?)$/.test(path)) return true;
  if (language === 'vue' || language === 'svelte') return !/\.server\.\w+$/.test(path);
  return (
    (language === 'javascript' || language === 'typescript') &&
    /^(?:\/\/[^\n]*\n|\/\*[\s\S]{0,400}?\*\/|\s)*["']use client["']/.test(text.slice(0, 1000))
  );
}

const TEST_IMPORT = {
  python: /^\s*(?:import|from)\s+(?:pytest|unittest)\b/m,
  javascript:
    /\bfrom\s+["'](?:vitest|@jest\/globals|mocha|chai|node:test|@playwright\/test|@testing-library\/[\w-]+)["']|\bdescribe\(\s*["'`]/,
} as const;

function importsTestFramework(text: string, language: string): boolean {
  if (language === 'python') return TEST_IMPORT.python.test(text);
  return (language === 'javascript' || language === 'typescript') && TEST_IMPORT.javascript.test(text);
}

/** A user, e-mail or account within three lines: the pair is a login. */
function namesUserNearby(text: string, start: number, end: number): boolean {
  const around = text.slice(Math.max(0, start - 160), start) + text.slice(end, end + 120);
  if (/@(?:example|test)\.(?:com|org|net)\b/i.test(around)) return false;
  return /\b(?:e?mail|user(?:_?name)?|login|account)["']?\s*[:=]/i.test(around);
}

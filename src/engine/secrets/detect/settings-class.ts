/** Defaults of settings classes that a line does not show: validators that return a literal for a secret's field. */
import type { Detection, Scan } from './detect';
import { isSecretName } from '../names';
import { classifyValue } from '../values/value';

const VALIDATOR = /@(?:field_|model_)?validator\(\s{0,40}((?:["']\w{1,80}["'][\s,]{0,40}){1,8})[^)\n]{0,120}\)/g;
const RETURN = /^([ \t]+)return\s+[rbuf]{0,2}(["'])([^"'\n]{2,200})\2/gm;
/** How far a validator's body is read. */
const BODY = 2000;

/**
 * Literals that pydantic validators of secret fields return when nothing is set (pydantic documentation, "Validators"). The field's name
 * is the environment variable's name in a settings class.
 */
export function generatedSettingsDefaults(scan: Scan): Detection[] {
  const { text } = scan;
  if (!text.includes('validator(')) return [];
  const found: Detection[] = [];
  for (const match of text.matchAll(VALIDATOR)) {
    const fields = [...(match[1] ?? '').matchAll(/["'](\w+)["']/g)].map((field) => field[1] ?? '');
    const field = fields.find(isSecretName);
    if (field === undefined) continue;
    const from = match.index + match[0].length;
    const body = bodyAfter(text, from);
    for (const back of body.matchAll(RETURN)) {
      const value = back[3] ?? '';
      const kind = classifyValue(value, field);
      if (kind === 'reference' || kind === 'no-value' || kind === 'masked') continue;
      const start = from + back.index + back[0].length - 1 - value.length;
      found.push({
        rule: 'secret',
        value: kind,
        position: 'setting',
        name: field,
        env: field.toUpperCase(),
        start,
        end: start + value.length,
        proven: false,
      });
    }
  }
  return found;
}

/** Text of the function below a decorator: to the next decorator or definition at the same depth. */
function bodyAfter(text: string, from: number): string {
  const stretch = text.slice(from, from + BODY);
  const definition = stretch.search(/\n[ \t]*(?:async\s+)?def\s/);
  if (definition < 0) return '';
  const next = stretch.slice(definition + 5).search(/\n[ \t]*(?:@|(?:async\s+)?def\s|class\s)/);
  return next < 0 ? stretch : stretch.slice(0, definition + 5 + next);
}

const SETTINGS_CLASS = /^class\s+\w+\([^)\n]*(?:Settings|BaseConfig|Config)\b[^)\n]*\)/gm;

/**
 * Bodies of settings classes: the base is pydantic's `BaseSettings` or a settings class of the project, so an annotated default is what
 * runs when the variable is not set.
 */
export function settingsClasses(text: string): { start: number; end: number }[] {
  if (!text.includes('Settings') && !text.includes('Config')) return [];
  return [...text.matchAll(SETTINGS_CLASS)].map((match) => {
    const start = match.index + match[0].length;
    const length = text.slice(start).search(/\n[^\s#)\]}]/);
    return { start, end: length < 0 ? text.length : start + length };
  });
}

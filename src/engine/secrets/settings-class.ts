/** Defaults of settings classes that a line does not show: validators that return a literal for a secret's field. */
import type { Detection, Scan } from './detect';
import { isSecretName } from './names';
import { classifyValue } from './value';

const VALIDATOR = /@(?:field_|model_)?validator\(\s*((?:["'][\w]+["']\s*,?\s*){1,8})[^)\n]{0,120}\)/g;
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

/**
 * True when an offset lies in the body of a settings class: its base is pydantic's `BaseSettings` or a settings class of the project, so an
 * annotated default is what runs when the variable is not set.
 */
export function isInSettingsClass(text: string, at: number): boolean {
  const header = text.lastIndexOf('\nclass ', at);
  const start = header < 0 ? (text.startsWith('class ') ? 0 : -1) : header + 1;
  if (start < 0) return false;
  const line = text.slice(start, text.indexOf('\n', start));
  if (!/\([^)]*(?:Settings|BaseConfig|Config)\b/.test(line)) return false;
  return !/\n[^\s#)\]}]/.test(text.slice(start + line.length, at));
}

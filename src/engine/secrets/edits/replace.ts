/** One place of a secret rewritten so that the value is gone. */
import { placeholderFor } from '../../env/env-edits';
import type { TextEdit } from '../../fix';
import { isEnvTemplate } from '../../env/environment';
import { familyOf } from '../detect/syntax';
import { replaceInCode } from './code';
import { replaceInConfiguration } from './configuration';
import { replaceInDockerfile } from './dockerfile';
import { isForPeople, isPage } from './for-people';
import { isChartValues, replaceInValues } from './helm';
import { replaceInManifest } from './kubernetes';
import { isPipeline, replaceInPipeline } from './pipeline';
import type { PlaceInText, Replaced } from './place';
import { isBuildFile, replaceInShell } from './shell';
import { dropSubstitution } from './substitution';
import { isTerraform, replaceInTerraform } from './terraform';

/** The edits of one place, or a sentence why a person has to do it. */
export async function replacePlace(place: PlaceInText): Promise<Replaced> {
  const { path, variable } = place;
  const family = familyOf(place.language, path);
  if (isForPeople(place, family)) return mask(place);
  if (place.manifest !== 'kubernetes' && isPipeline(path)) return replaceInPipeline(place);
  if (isTerraform(path)) return replaceInTerraform(place);
  const substituted = place.manifest === null || place.manifest === undefined ? withoutFallback(place) : undefined;
  if (substituted) return { edits: [substituted] };
  if (isBuildFile(path)) return replaceInShell(place);
  switch (family) {
    case 'python':
    case 'code':
      return replaceInCode(place, family);
    case 'yaml':
      if (place.manifest === 'compose') return { edits: [composeEdit(place)] };
      if (isChartValues(path)) return replaceInValues(place);
      return place.manifest === 'kubernetes' ? replaceInManifest(place) : replaceInConfiguration(place);
    case 'dockerfile':
      return replaceInDockerfile(place);
    case 'shell':
      return replaceInShell(place);
    case 'dotenv':
      return isEnvTemplate(path)
        ? mask(place)
        : { refused: `${path} is read as it is: run "git rm --cached" on it and commit a template.` };
    case 'markup':
      return isPage(path)
        ? { refused: `${path} is sent to browsers: let a server make the call.` }
        : replaceInConfiguration(place);
    case 'sql':
      return {
        refused: `${path} reads no variables by itself: run that statement from a script that passes ${variable} in, and take the value out here.`,
      };
    default:
      return replaceInConfiguration(place);
  }
}

/** `${X:v}` that reads the variable already: without its fallback it does what is wanted. */
function withoutFallback({ text, start, end, variable, path, language }: PlaceInText): TextEdit | undefined {
  const family = familyOf(language, path);
  if (family === 'code' || family === 'python' || family === 'dotenv') return undefined;
  const edit = dropSubstitution(text, start, end);
  return edit && new RegExp(`^\\$\\{${variable}[:}]`).test(edit.newText) ? edit : undefined;
}

function mask({ start, end, variable }: PlaceInText): Replaced {
  return { edits: [{ start, end, newText: placeholderFor(variable) }], label: 'Take the value out', masked: true };
}

/** `${X:?set X}` in compose: containers do not start without it. The rest of the value (a URL) stays. */
export function composeEdit({
  text,
  start,
  end,
  variable,
}: Pick<PlaceInText, 'text' | 'start' | 'end' | 'variable'>): TextEdit {
  const required = `\${${variable}:?set ${variable}}`;
  const open = /\$\{[A-Za-z_]\w*:?-$/.exec(text.slice(Math.max(0, start - 130), start));
  if (open && text[end] === '}') return { start: start - open[0].length, end: end + 1, newText: required };
  return { start, end, newText: required };
}

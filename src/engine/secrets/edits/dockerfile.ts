/** A value in a Dockerfile: whoever has the image reads it there, so it comes when the container starts. */
import { lineAround, wholeLine, type PlaceInText, type Replaced } from './place';

const PAIR = /([\w.-]+)=("(?:\\[^]|[^"\\])*"|'[^']*'|(?:\\\S|[^\s\\"'])+)/g;

/** Takes the pair out of its `ENV` or `ARG` (Dockerfile reference, "ENV": also over several lines, also `ENV KEY value`). */
export function replaceInDockerfile({ path, text, start, end, variable }: PlaceInText): Replaced {
  const instruction = instructionAround(text, start);
  const keyword = /^[ \t]*(\w+)[ \t]+/.exec(text.slice(instruction.start, instruction.end));
  const word = keyword?.[1]?.toUpperCase();
  if (!keyword || (word !== 'ENV' && word !== 'ARG')) return { refused: mount(path, variable) };
  const from = instruction.start + keyword[0].length;
  const pairs = [...text.slice(from, instruction.end).matchAll(PAIR)].map((match) => ({
    name: match[1] ?? '',
    start: from + match.index,
    end: from + match.index + match[0].length,
  }));
  const index = pairs.findIndex((pair) => pair.start <= start && end <= pair.end);
  const name =
    pairs[index]?.name ?? /^[ \t]*\w+[ \t]+([\w.-]+)/.exec(text.slice(instruction.start, instruction.end))?.[1];
  if (name === undefined || (index < 0 && pairs.length > 0)) return { refused: mount(path, variable) };
  if (isUsed(text, instruction.end, name)) return { refused: mount(path, name) };
  const pair = pairs[index];
  const before = pairs[index - 1];
  const next = pairs[index + 1];
  const range =
    pairs.length <= 1 || !pair
      ? { start: wholeLine(text, instruction.start).start, end: wholeLine(text, instruction.end).end }
      : before
        ? { start: before.end, end: pair.end }
        : { start: pair.start, end: next?.start ?? pair.end };
  return {
    edits: [{ ...range, newText: '' }],
    label: `Take ${name} out of the image`,
    entry: { name, value: valueOf(text, pair, start, end) },
    nextSteps: [`Give ${name} when the container starts: "docker run --env ${name} IMAGE".`],
  };
}

/** What the variable holds, which may be more than the credential: a URL. */
function valueOf(
  text: string,
  pair: { name: string; start: number; end: number } | undefined,
  start: number,
  end: number,
): string {
  const raw = pair ? text.slice(pair.start + pair.name.length + 1, pair.end) : text.slice(start, end);
  return raw.replace(/^(["'])([^]*)\1$/, '$2');
}

/** Offsets of the instruction with its continuation lines, without the last line end. */
function instructionAround(text: string, at: number): { start: number; end: number } {
  let { start, end } = lineAround(text, at);
  while (start > 0 && /\\[ \t]*\r?\n$/.test(text.slice(Math.max(0, start - 80), start)))
    start = lineAround(text, start - 1).start;
  while (/\\[ \t]*$/.test(text.slice(Math.max(start, end - 80), end)) && end < text.length) {
    const next = lineAround(text, text.indexOf('\n', end) + 1);
    if (next.end <= end) break;
    end = next.end;
  }
  return { start, end };
}

function isUsed(text: string, from: number, name: string): boolean {
  return new RegExp(`\\$\\{?${name.replace(/[.]/g, '\\.')}\\b`).test(text.slice(from));
}

function mount(path: string, name: string): string {
  return `${path} needs the value while the image is built: mount it for the step that uses it, RUN --mount=type=secret,id=${name}, and read /run/secrets/${name} there.`;
}

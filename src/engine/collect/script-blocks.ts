/** Script blocks of single-file components, everything else turned into spaces so that offsets stay true. */
export function blankOutsideScripts(text: string): string {
  const keep: [number, number][] = [];
  for (const match of text.matchAll(/<script\b[^>]*>/gi)) {
    const start = match.index + match[0].length;
    const end = text.toLowerCase().indexOf('</script', start);
    keep.push([start, end < 0 ? text.length : end]);
  }
  const frontmatter = /^---\r?\n([\s\S]*?)\r?\n---/.exec(text);
  if (frontmatter?.[1] !== undefined)
    keep.unshift([frontmatter[0].indexOf('\n') + 1, frontmatter[0].indexOf('\n') + 1 + frontmatter[1].length]);
  let out = '';
  let at = 0;
  for (const [start, end] of keep) {
    if (start < at) continue;
    out += blank(text.slice(at, start)) + text.slice(start, end);
    at = end;
  }
  return out + blank(text.slice(at));
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}

/** The frame of the HTML report: style and script, all inside of the one page. */

/** Text of an element or an attribute. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const STYLE = `
:root { color-scheme: light dark; --text: #1b1f24; --dim: #57606a; --line: #d0d7de; --back: #fff; --card: #f6f8fa;
  --red: #b42318; --amber: #8a5a00; --green: #1a7f37; --bar: #3b6fd4; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --dim: #9198a1; --line: #3d444d; --back: #0d1117;
  --card: #161b22; --red: #ff7b72; --amber: #e3b341; --green: #56d364; --bar: #6ea0ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 64rem; padding: 2rem 1.25rem 4rem; font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); }
h1 { font-size: 1.25rem; margin: 0; } h2 { font-size: 1.2rem; margin: 2.5rem 0 .75rem; } h3 { font-size: 1rem; margin: 0 0 .25rem; }
code, pre { font: .875rem/1.5 ui-monospace, SFMono-Regular, Consolas, monospace; } code { overflow-wrap: anywhere; } code.id { white-space: nowrap; }
pre { background: var(--back); border: 1px solid var(--line); border-radius: 6px; padding: .5rem .75rem; overflow-x: auto; margin: .5rem 0; }
a { color: inherit; } p { margin: .25rem 0; } .dim { color: var(--dim); } ul, ol { margin: .25rem 0; padding-left: 1.25rem; }
.verdict { display: flex; flex-wrap: wrap; gap: 1.5rem; align-items: center; margin: 1rem 0 0; padding: 1.25rem 1.5rem; border: 1px solid var(--line); border-radius: 10px; background: var(--card); }
.number { font-size: 3rem; font-weight: 700; line-height: 1; } .number small { font-size: 1rem; font-weight: 400; color: var(--dim); }
.badge { font-weight: 700; letter-spacing: .03em; } .blocked { color: var(--red); } .good { color: var(--green); } .between { color: var(--amber); }
.card { border: 1px solid var(--line); border-left: 4px solid var(--red); border-radius: 6px; padding: .9rem 1.1rem; margin: .75rem 0; background: var(--card); break-inside: avoid; }
.place { margin: .75rem 0 0; } .bars { display: grid; grid-template-columns: minmax(9rem, max-content) 1fr max-content; gap: .4rem .9rem; align-items: center; }
.track { height: .6rem; border-radius: .3rem; background: var(--line); overflow: hidden; } .fill { height: 100%; background: var(--bar); }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; } th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); }
th { color: var(--dim); font-weight: 600; } input { font: inherit; padding: .35rem .6rem; width: 100%; max-width: 24rem; margin: 0 0 .5rem; border: 1px solid var(--line); border-radius: 6px; background: var(--back); color: inherit; }
mark { background: none; color: var(--red); font-weight: 600; text-decoration: underline; text-underline-offset: 3px; }
@media print { body { max-width: none; padding: 0; } input { display: none; } .card, tr { break-inside: avoid; } }
`;

/** Filters the rows of the table below a search field. */
const SCRIPT = `
for (const field of document.querySelectorAll('input[type=search]'))
  field.addEventListener('input', () => {
    const words = field.value.toLowerCase().split(/\\s+/);
    for (const row of field.parentElement.querySelectorAll('tbody tr'))
      row.hidden = !words.every((word) => row.textContent.toLowerCase().includes(word));
  });
`;

/** A whole document that loads nothing. */
export function htmlPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
${body}
<script>${SCRIPT}</script>
</body>
</html>
`;
}

import { describeCheck } from '../../support/answer';

const react = (value: string): Record<string, string> => ({
  'src/A.tsx': `export const A = ({ post }) => <div dangerouslySetInnerHTML={{ __html: ${value} }} />;\n`,
});
const dom = (line: string): Record<string, string> => ({
  'src/a.js': `function show(user) {\n  ${line}\n}\n`,
  'index.html': '<script src="src/a.js"></script>\n',
});

describeCheck('unsafe-html-sink', [
  { it: 'holds without sinks', files: { 'src/A.tsx': 'export const A = () => <p>hello</p>;\n' }, answer: 'pass E4' },
  {
    it: 'holds for sanitisers and constants',
    files: { ...react('DOMPurify.sanitize(post.html)'), ...dom("box.innerHTML = '<b>done</b>';") },
    answer: 'pass E4',
  },
  {
    it: 'holds for escaped and numeric parts',
    files: dom('box.innerHTML = `<b>${escapeHtml(user.name)}</b> ${user.items.length}`;'),
    answer: 'pass E4',
  },
  { it: 'fails for a value from outside', files: react('post.html'), answer: 'fail E0 src/A.tsx:1' },
  {
    it: 'fails for one raw part among escaped ones',
    files: dom('box.innerHTML = `<b>${escapeHtml(user.name)}</b> ${user.bio}`;'),
    answer: 'fail E0 src/a.js:2',
  },
  {
    it: 'fails for v-html',
    files: { 'src/A.vue': '<template>\n  <div v-html="post.body"></div>\n</template>\n' },
    answer: 'fail E0 src/A.vue:2',
  },
  {
    it: 'does not take reading or emptying for a sink',
    files: dom("const text = box.innerHTML; box.innerHTML = '';"),
    answer: 'pass E4',
  },
  { it: 'is unknown for a local variable', files: react('markup'), answer: 'unknown' },
  { it: 'does not apply without a front end', files: { 'a.py': 'x = 1\n' }, answer: 'not-applicable' },
]);

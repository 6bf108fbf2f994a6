// The pictures of the README and the documentation, as data: what is opened, and which part of the window is shown.

/**
 * @typedef {object} Shot
 * @property {string} name of the picture; `-light` or `-dark` and `.png` are added
 * @property {string} [view] title of a view container in the activity bar
 * @property {number} [sidebar] width of the sidebar
 * @property {string[]} [panes] titles of views in it that are opened
 * @property {(string | RegExp)[]} [expand] labels of rows of the sidebar that are opened one after another
 * @property {string} [file] opened in the editor
 * @property {number} [line] where the caret stands in it
 * @property {string[]} [commands] run in the end, each by its title in the command palette
 * @property {boolean} [problems] show the Problems panel
 * @property {boolean} [hover] rest the mouse on the first squiggle
 * @property {string} [waitFor] a selector that has to be there before the picture is taken
 * @property {string} [part] a selector of the part that is shown; the whole window if left out
 */

const squiggle = '.editor-group-container.active [class*="squiggly-"]';

/** @type {Shot[]} */
export const shots = [
  {
    name: 'overview',
    view: 'Preflight',
    sidebar: 450,
    // From the bottom up, so that every row is still drawn when its turn comes.
    expand: ['Routes are protected', /^DELETE \/api\/tenants/, 'Your checklist', 'Phase 1: Security'],
    file: 'api/app/routers/tenants.py',
    line: 23,
    problems: true,
    waitFor: squiggle,
  },
  {
    name: 'routes',
    view: 'Preflight',
    sidebar: 560,
    panes: ['Routes'],
    expand: [/^DELETE \/api\/tenants/],
    file: 'api/app/routers/tenants.py',
    line: 23,
  },
  {
    name: 'checklist',
    view: 'Preflight',
    sidebar: 430,
    expand: ['Your checklist', 'Phase 1: Security', 'Rate limiting enabled'],
    file: 'docs/PRODUCTION_READINESS.md',
    waitFor: squiggle,
  },
];

// The pictures of the README and the documentation, as data: what is opened, and which part of the window is shown.

/**
 * @typedef {object} Shot
 * @property {string} name of the picture; `-light` or `-dark` and `.png` are added
 * @property {string} [view] title of a view container in the activity bar
 * @property {(string | RegExp)[]} [expand] labels of rows of the sidebar that are opened one after another
 * @property {string} [file] opened in the editor
 * @property {number} [line] where the caret stands in it
 * @property {string[]} [commands] run in the end, each by its title in the command palette
 * @property {boolean} [problems] show the Problems panel
 * @property {string} [waitFor] a selector that has to be there before the picture is taken
 * @property {string} [part] a selector of the part that is shown; the whole window if left out
 */

/** @type {Shot[]} */
export const shots = [
  {
    name: 'overview',
    view: 'Preflight',
    file: 'server.js',
    problems: true,
    waitFor: '.editor-group-container.active [class*="squiggly-"]',
  },
];

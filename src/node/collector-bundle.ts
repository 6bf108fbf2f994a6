/**
 * What needs every rule for secrets, in one bundle (`dist/collector-main.js`): the collector's thread, which starts where this is loaded in a
 * thread, and the search through a history.
 */
import './collector-thread';

export { searchHistory } from './history';

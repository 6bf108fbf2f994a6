import type Mocha from 'mocha';

declare const ClosingLineReporter: Mocha.ReporterConstructor;
export = ClosingLineReporter;

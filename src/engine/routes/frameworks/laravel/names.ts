/** Name of the framework in facts and in the report. */
export const NAME = 'laravel';

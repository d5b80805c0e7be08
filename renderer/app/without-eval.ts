/**
 * Schemas are checked without generated code: the page's policy forbids `eval`, and even asking whether it is allowed is
 * reported as an attempt. Imported first, before any schema is made.
 */
import { config } from 'zod';

config({ jitless: true });

/** The X display that this worker's windows open on: two windows on one screen would take the focus from each other. */
import { inject } from 'vitest';

const displays = inject('displays');

export const display: string | null = displays[(Number(process.env.VITEST_POOL_ID) - 1) % displays.length] ?? null;

/** Whether a query's answer changes with a note: it may ask for tags or words of notes (a text that only looks so is asked once too often). */
export const asksForNotes = (query: string): boolean => /\b(?:tags?|notes?|comments?):/i.test(query);

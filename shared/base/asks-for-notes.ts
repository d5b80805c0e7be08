/** Whether a query's answer changes with a note: it may ask for tags (a text that only looks so is asked once too often). */
export const asksForNotes = (query: string): boolean => /\btags?:/i.test(query);

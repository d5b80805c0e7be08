/** Key under which the reader says how many events of the same name came before this one (see Shape.split). */
export const NTH_KEY = '#';

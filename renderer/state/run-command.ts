/** Finding and running registered commands by id. */
import { useCommandStore } from './commands';

/** Runs the newest registration of a command; false when it is not there now. */
export function runCommand(id: string): boolean {
  const { groups } = useCommandStore.getState();
  for (const group of [...groups].reverse()) {
    const found = group.commands.find((command) => command.id === id);
    if (found) {
      found.run();
      return true;
    }
  }
  return false;
}

import { session } from "../content";

// What was typed into files and not sent when the page was left.

/** kept names what is kept of a user in this window: the next one to sign in here is not to send it. */
const kept = () => "desk-unsent-file " + (session.peek()?.user.name ?? "");

export interface Left {
  path: string;
  had: string;
  text: string;
}

function all(): Left[] {
  try {
    return JSON.parse(sessionStorage.getItem(kept()) ?? "[]") as Left[];
  } catch {
    return [];
  }
}

/** keep keeps it for the next page of this tab, with what is left of files that are not open. */
export function keep(unsent: Left[], isOpen: (path: string) => boolean): void {
  try {
    const list = [...all().filter((one) => !isOpen(one.path)), ...unsent];
    if (list.length > 0) sessionStorage.setItem(kept(), JSON.stringify(list));
    else sessionStorage.removeItem(kept());
  } catch {
    // Without storage, or for a text that is too large for it, only what was typed since the last pause is lost.
  }
}

/** others returns the paths of the files with anything left that are not open. */
export function others(isOpen: (path: string) => boolean): string[] {
  return all().map((one) => one.path).filter((path) => !isOpen(path));
}

/** left returns what was typed into a file; nothing if all was sent. */
export function left(path: string): Left | undefined {
  return all().find((one) => one.path === path);
}

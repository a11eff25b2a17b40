import type { Json } from "../api";
import { decide, drop, editOf, hold, type, type Edit, type Field, type Typed } from "../draft/edits";

/** Bound is what a field of the page needs to write a field of the content. */
export interface Bound {
  text: string;
  edit: Edit | undefined;
  onText: (typed: Typed) => void;
  onFocus: () => void;
  onBlur: () => void;
}

/** bind binds a field to what is typed into it, or to the value that the server says. */
export function bind(field: Field, shown: Json | undefined, print: (value: Json | undefined) => string): Bound {
  const edit = editOf(field);
  return {
    text: edit ? edit.text : print(shown),
    edit,
    onText: (typed) => {
      type(field, typed, shown);
      hold(field, true);
    },
    onFocus: () => hold(field, true),
    onBlur: () => hold(field, false),
  };
}

export { decide, drop };

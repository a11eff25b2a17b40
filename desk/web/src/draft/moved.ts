import type { Op } from "../api";
import type { Field } from "./edits";

/** moved returns where a field is after an op; null if the op removed it. */
export function moved(field: Field, op: Op): Field | null {
  if (field.response !== op.response) return field;
  switch (op.kind) {
    case "remove_response":
      return null;
    case "rename_response":
      return { ...field, response: String(op.value) };
    case "add_variation":
    case "remove_variation":
    case "move_variation": {
      const number = place(field.number, op.kind, op.number ?? 0, op.to ?? 0);
      return number === 0 ? null : { ...field, number };
    }
    case "add_item":
    case "remove_item":
    case "move_item":
      return field.number === op.number ? movedItem(field, op) : field;
    default:
      return field;
  }
}

function movedItem(field: Field, op: Op): Field | null {
  const [, list = op.path ?? "", item = "-1"] = /^(.*)\[(\d+)\]$/.exec(op.path ?? "") ?? [];
  const mine = /^([^[]*)\[(\d+)\](.*)$/.exec(field.path);
  if (!mine || mine[1] !== list) return field;
  const index = place(Number(mine[2]) + 1, op.kind, Number(item) + 1, op.to ?? 0);
  return index === 0 ? null : { ...field, path: `${list}[${index - 1}]${mine[3] ?? ""}` };
}

/** place returns the number of something after an op on its list; 0 if it is removed. */
function place(number: number, kind: string, from: number, to: number): number {
  if (kind.startsWith("add")) return to > 0 && number >= to ? number + 1 : number;
  if (kind.startsWith("remove")) return number === from ? 0 : number > from ? number - 1 : number;
  const end = to || Infinity;
  if (number === from) return to || number;
  if (from < number && number <= end) return number - 1;
  if (end <= number && number < from) return number + 1;
  return number;
}

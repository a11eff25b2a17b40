// A payload is what a click says in place of the user: an intent with entities, or slots that it sets. The server judges
// it; this only writes and reads its two forms. Names and values are texts as any other: with variables in them.

/** Pair is the name and value of an entity or a slot. */
export interface Pair {
  name: string;
  value: string;
}

/** Built is a payload in parts. */
export interface Built {
  kind: "intent" | "slots";
  intent: string;
  pairs: Pair[];
}

/** Engine is what fills the variables of a payload: Jinja, or else Python's format. */
export type Engine = "format" | "jinja";

/** What each engine can fill: in a string of JSON, too. Any other brace is an error, or leaves all variables as they are. */
const fillable: Record<Engine, RegExp> = {
  format: /^(?:\{\{|\}\}|\{[^{}"\\\n]+\}|[^{}])*$/,
  jinja: /^(?:\{\{[^{}"\\]*\}\}|\{(?![{%#])|[^{])*$/,
};

const aboutBraces: Record<Engine, string> = {
  format: "Braces go around a variable, such as {name}. To have a brace itself, write it twice: {{ or }}.",
  jinja: "Two braces go around a variable, such as {{ name }}. Write any other Jinja into the payload itself.",
};

/** whole returns the parts that are in the payload: those that have all they need. */
function whole({ kind, intent, pairs }: Built): Built {
  const named = pairs.map(({ name, value }) => ({ name: name.trim(), value: kind === "slots" ? value.trim() : value })).filter((pair) => pair.name !== "");
  return kind === "slots" ? { kind, intent: "", pairs: named.filter((pair) => pair.value !== "") } : { kind, intent: intent.trim(), pairs: named };
}

/** payloadOf returns the payload; empty if it lacks what it needs. */
export function payloadOf(built: Built, engine: Engine): string {
  const { kind, intent, pairs } = whole(built);
  if (kind === "slots") return pairs.length > 0 ? `/SetSlots(${pairs.map((pair) => `${pair.name}=${pair.value}`).join(", ")})` : "";
  if (intent === "" || pairs.length === 0) return intent && "/" + intent;
  const members = pairs.map((pair) => `${JSON.stringify(pair.name)}: ${JSON.stringify(pair.value)}`).join(", ");
  return engine === "jinja" ? `/${intent}{${members}}` : `/${intent}{{${members}}}`; // for format, a single brace begins a variable
}

/** whyNot says what a payload cannot hold of its parts; empty if it holds them all. */
export function whyNot(built: Built, engine: Engine): string {
  const made = payloadOf(built, engine);
  if (made === "") return "";
  const { kind, intent, pairs } = whole(built);
  const twice = pairs.find(({ name }, at) => pairs.findIndex((other) => other.name === name) < at);
  if (twice) return `${twice.name} appears twice: each ${kind === "slots" ? "slot" : "entity"} needs a name of its own.`;
  if (!pairs.every((pair) => isFillable(pair, engine))) return aboutBraces[engine];
  if (JSON.stringify(partsOf(made, engine)) === JSON.stringify({ kind, intent, pairs })) return "";
  if (kind === "slots") return "The value of a slot cannot have commas or parentheses here, and its name cannot have an equals sign.";
  if (intent === "SetSlots") return "To set slots, choose \u201csets slots\u201d.";
  return "An intent cannot have spaces, braces or parentheses, and a slash only between two names.";
}

/** partsOf returns the parts of a payload; null if it has another form. */
export function partsOf(payload: string, engine: Engine): Built | null {
  const text = payload.trim();
  if (text === "") return { kind: "intent", intent: "", pairs: [] };
  const slots = /^\/SetSlots\s*\(([^()]*)\)$/.exec(text);
  const said = /^\/([^\s{}()/]+(?:\/[^\s{}()/]+)?)\s*(\{[^]*\})?$/.exec(text);
  let built: Built;
  if (slots) {
    const pairs = (slots[1] ?? "").split(",").map((part) => {
      const [name = "", ...value] = part.split("=");
      return { name: name.trim(), value: value.join("=").trim() };
    });
    built = { kind: "slots", intent: "", pairs };
  } else if (said && said[1] !== "SetSlots") {
    const pairs = said[2] === undefined ? [] : entitiesOf(said[2], engine);
    if (pairs === null) return null;
    built = { kind: "intent", intent: said[1] ?? "", pairs };
  } else return null;
  const { kind, pairs } = built;
  return pairs.every((pair) => pair.name && (pair.value || kind === "intent") && isFillable(pair, engine)) ? built : null;
}

function isFillable({ name, value }: Pair, engine: Engine): boolean {
  return fillable[engine].test(name) && fillable[engine].test(value);
}

const member = /\s*("(?:[^"\\]|\\.)*")\s*:\s*("(?:[^"\\]|\\.)*")\s*(?:,(?=\s*")|$)/y;

/** entitiesOf returns the members of an object, as they are written in a payload; null if not all are strings. */
function entitiesOf(object: string, engine: Engine): Pair[] | null {
  const doubled = engine === "format" && /^\{\{[^]*\}\}$/.test(object);
  // With single braces, format takes all of it for the name of a variable that is not there, and sends it as it is: what
  // looks like a variable in it is none.
  if (engine === "format" && !doubled && !/^\{[^{}\]]*\}$/.test(object)) return null;
  const inner = doubled ? object.slice(2, -2) : object.slice(1, -1);
  if (/\\u007[bd]/i.test(inner)) return null; // a brace that begins no variable
  // By hand: JSON.parse forgets names that are there twice, and where those were that look like numbers.
  const pairs: Pair[] = [];
  member.lastIndex = 0;
  for (let end = inner.trim() === "" ? inner.length : 0; end < inner.length; end = member.lastIndex) {
    const found = member.exec(inner);
    if (!found) return null;
    try {
      pairs.push({ name: JSON.parse(found[1] ?? "") as string, value: JSON.parse(found[2] ?? "") as string });
    } catch {
      return null;
    }
  }
  return pairs;
}

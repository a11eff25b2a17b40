// What the server answers with: the types of desk/internal/view and preview, by
// their JSON names. Their comments are there. Those of releases are in releases/api.ts.

import type { Refused } from "./releases/api";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface Position {
  file: string;
  line?: number;
  column?: number;
}

/** How somebody gets in. */
export type Way = "link" | "password" | "proxy" | "page";

export interface Session {
  user: { name: string; role: string };
  entered: Way;
  /** What stands for the user in requests. */
  for: string;
  read_only: boolean;
  title: string;
  product: string;
  origin: string;
  /** Where drafts are kept, for those who write. */
  state?: string;
  /** The store that releases are published to, if there is one. */
  store?: string;
}

export interface Content {
  state: "loading" | "ready" | "rejected";
  summary: Summary | null;
  rejected: { findings: Finding[]; since: string } | null;
}

export interface Summary {
  version: string;
  responses: number;
  variations: number;
  files: { path: string; shown?: string; responses: number }[];
  languages: LanguageSummary[];
  channels: ChannelSummary[];
  errors: number;
  warnings: number;
  findings: Finding[];
  tests: { cases: number; failed: number };
  recordings: number;
}

export interface LanguageSummary {
  code: string;
  name: string;
  have: number;
  all: number;
}

export interface ChannelSummary {
  name: string;
  title: string;
  family: string;
  used: boolean;
}

export interface Finding {
  severity: "error" | "warning";
  code: string;
  message: string;
  hint?: string;
  position: Position;
  source?: string;
  response?: string;
  number?: number;
  path?: string;
  language?: string;
  fix?: Fix;
}

export interface Fix {
  label: string;
  ops: Op[];
}

export interface List {
  version: string;
  total: number;
  matched: number;
  offset: number;
  /** The index of the response that was asked for; -1 if it is not selected. */
  at: number;
  rows: Row[];
  facets: Facets;
}

export interface Facets {
  findings: number;
  /** Absent for readers. */
  changed?: number;
  /** -1 if it is not known what the assistant uses. */
  unused: number;
  untested: number;
  failing: number;
  channels: Facet[];
  slots: Facet[];
  missing: Facet[];
}

export interface Facet {
  name: string;
  count: number;
}

export interface Row {
  name: string;
  text: string;
  variations: number;
  channels: string[];
  languages: LanguageState[];
  errors: number;
  warnings: number;
  tests: number;
  failed: number;
  recorded: number;
  unused?: boolean;
  /** Changed in the draft. */
  changed?: boolean;
  position: Position;
  found?: Finding[];
  match?: Match;
}

export interface LanguageState {
  code: string;
  state: "full" | "part" | "missing";
}

export interface Match {
  number: number;
  path: string;
  language?: string;
  text: string;
}

export interface Response {
  version: string;
  name: string;
  position: Position;
  comment?: string;
  variations: Variation[];
  languages: LanguageState[];
  inputs: Inputs;
  uses: Usage[];
  tests: TestCase[];
  recordings: RecordingSummary[];
  findings: Finding[];
}

export interface Variation {
  number: number;
  group: string;
  group_words: string;
  id?: string;
  channel?: { name: string; title: string };
  condition?: Condition;
  comment?: string;
  position: Position;
  engine: string;
  texts: Text[];
  buttons?: Button[];
  quick_replies?: Button[];
  image?: Text;
  parts?: Part[];
  findings: Finding[];
}

export interface Condition {
  words: string;
  facts: string[];
  source: string;
  /** The condition as it is in the file: a predicate, or a list. */
  value?: Json;
  slots: string[];
  never?: string;
}

export interface Text {
  language?: string;
  path: string;
  pieces: Piece[];
  count?: Count;
}

/** Count is how long a text is, as a channel counts it. */
export interface Count {
  count: number;
  limit: number;
  unit: string;
  channel: string;
  /** Whether variables may make it longer. */
  open?: boolean;
  /** Whether the channel shows the beginning of a text that is too long. */
  cut?: boolean;
}

export interface Piece {
  text: string;
  kind?: "" | "variable" | "code";
}

export interface Button {
  titles: Text[];
  payloads: Text[];
  parts?: Part[];
}

export interface Part {
  key: string;
  value: Json;
}

export interface Inputs {
  slots: Input[];
  arguments: Input[];
  context: boolean;
}

export interface Input {
  name: string;
  type: string;
  declared: boolean;
  values: Json[];
  initial: Json;
  in_condition: boolean;
  in_text: boolean;
}

export interface Usage {
  words: string;
  position: Position;
}

export interface TestCase {
  name: string;
  position: Position;
  passed: boolean;
  differences?: string[];
}

export interface RecordingSummary {
  id: string;
  time?: string;
  channel: string;
  number?: number;
  words?: string;
}

export interface RecordedValues {
  slots: Record<string, Json> | null;
  arguments: Record<string, Json> | null;
  context: Record<string, Json> | null;
  channel: string;
  language: string;
}

export interface Try {
  response: string;
  slots: Record<string, Json>;
  arguments: Record<string, Json>;
  context: Record<string, Json>;
  channel: string;
  language: string;
  recording: string;
  draw: number;
  all_channels: boolean;
}

export interface Tried {
  version: string;
  preview: Preview | null;
  drawn: number;
  chances: number[];
  pictures?: Picture[];
}

export interface Preview {
  response: string;
  outcome: "said" | "internal_error" | "silence";
  said?: string;
  group: string;
  eligible_numbers: number[];
  messages: Message[];
  explain?: Explanation;
}

export interface Message {
  variation: number;
  number: number;
  message: Json;
  problems?: { kind: string; message: string; path: string; position: Position }[];
  picture?: Picture;
}

export interface Explanation {
  channels: string[];
  languages?: string[];
  sentences: { role: string; text: string }[];
  variations: ExplainedVariation[];
  rasa_id: string | null;
  rasa_id_why: string;
  variables?: { name: string; value: string; source: string; sentence: string }[];
}

export interface ExplainedVariation {
  number: number;
  id?: string;
  channel?: string;
  group: string;
  eligible: boolean;
  why: string;
  conditions?: { text: string; actual?: string; holds: boolean; role: string; depth?: number; sentence: string }[];
}

export interface Picture {
  channel: string;
  title: string;
  family: string;
  heading: string;
  known: boolean;
  bubbles: Bubble[];
  lost: boolean;
  forgotten?: boolean;
  failure?: string;
  findings: PictureFinding[];
}

export interface Bubble {
  text?: string;
  cut?: boolean;
  image?: string;
  part?: string;
  raw?: string;
  buttons?: { title: string; cut?: boolean; payload: string }[];
  layout?: "row" | "column" | "below" | "keyboard";
  cards?: Bubble[];
  refused?: boolean;
}

export interface PictureFinding {
  path: string;
  effect: string;
  certain: boolean;
  message: string;
}

/** What the server answers with instead, when it cannot do what was asked. */
export interface Problem {
  title: string;
  status: number;
  detail?: string;
  code: string;
  /** For no_session, how to get one. */
  enter?: Way;
  /** For whom one signs in with a password, what the page is about. */
  assistant?: string;
  retry_after?: number;
  suggestions?: string[];
  reason?: string;
  hint?: string;
  /** The value that the content has, for an edit that does not fit it. */
  present?: Json;
  override?: boolean;
  /** Why replicas cannot have what was to be published. */
  refusals?: Refused[];
}

/** Op is a change of content, as package edit has it. */
export interface Op {
  kind:
    | "set"
    | "unset"
    | "add_item"
    | "remove_item"
    | "move_item"
    | "add_variation"
    | "remove_variation"
    | "move_variation"
    | "add_response"
    | "remove_response"
    | "rename_response";
  response: string;
  number?: number;
  path?: string;
  language?: string;
  value?: Json;
  was?: Json;
  to?: number;
}

/** Draft is what its author has changed, by desk/internal/workspace. */
export interface Draft {
  author: string;
  base: string;
  version: string;
  steps: number;
  undo: string;
  redo: string;
  dirty: boolean;
  saved: boolean;
  files: string[];
  changes: Change[];
  conflicts: Conflict[];
  others: Touch[];
  /** It changes whenever what others change does. */
  touched: number;
  check: Check;
  publish: {
    target: string;
    can: boolean;
    why: string;
    override?: boolean;
    /** The store that it is published to as a release, if there is one. */
    store?: string;
    /** Whether the content on disk is not what is live. */
    differs?: boolean;
  };
}

export interface Word {
  kind?: "added" | "removed" | "";
  text: string;
}

export interface Change {
  response: string;
  kind: "added" | "removed" | "changed" | "reordered";
  number: number;
  path: string;
  language: string;
  words: string;
  before: string;
  after: string;
  diff: Word[];
}

export interface Conflict {
  ref: Json;
  kind?: string;
  response?: string;
  number?: number;
  path?: string;
  language?: string;
  gone?: boolean;
  file?: string;
  base: Json;
  mine: Json;
  theirs: Json;
  message: string;
}

export interface Touch {
  author: string;
  response: string;
  number?: number;
  path?: string;
  language?: string;
  file?: string;
  changed: string;
}

export interface Check {
  state: "checking" | "done";
  errors: number;
  warnings: number;
  rejected?: boolean;
  found: Finding[];
  tests: { cases: number; failed: number };
  differing: Differing[];
  replay: { requests: number; left?: number; differing?: number; differ: Differ[] };
}

export interface Differing {
  file: string;
  name: string;
  response: string;
  position: Position;
  before: string[];
  after: string[];
  differences?: string[];
}

export interface Differ {
  id: string;
  response: string;
  channel: string;
  before: string[];
  after: string[];
}

export interface Published {
  files: string[];
  commit?: string;
  pushed?: boolean;
  problems?: string[];
  /** The number of the release, with a store. */
  release?: number;
  /** The share of the conversations that gets it, in percent; absent for all. */
  canary?: number;
}

export interface History {
  target: string;
  entries: Entry[];
  more: boolean;
}

export interface Entry {
  id: string;
  author: string;
  email: string;
  time: string;
  message: string;
  files: string[];
}

/** Difference is compare.Diff: what differs by meaning. */
export interface Difference {
  responses: DifferingResponse[] | null;
}

export interface DifferingResponse {
  name: string;
  kind: string;
  renamed_from?: string;
  variations?: {
    kind: string;
    number: number;
    audience?: string;
    text?: string;
    changes?: { path: string; kind: string; before?: string; after?: string; words?: Word[] }[];
  }[];
  order?: { group: string; before: string; after: string }[];
}

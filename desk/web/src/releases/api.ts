// What the server says of releases: the types of desk/internal/releases, by their JSON
// names. Their comments are there.

export interface Now {
  store: string;
  reachable: boolean;
  read: boolean;
  error?: string;
  live: Live | null;
  staged: Staged | null;
  replicas: Replica[];
}

export interface Live {
  sequence: number;
  move: "publish" | "canary" | "promote" | "abort" | "rollback";
  release: number;
  version: string;
  canary?: Canary;
  by: string;
  message: string;
  at: string;
}

export interface Canary {
  release: number;
  version: string;
  percent: number;
}

export interface Staged {
  version: string;
  by: string;
  message: string;
  abandoned?: boolean;
}

export interface Replica {
  name: string;
  state: "says" | "ready" | "behind" | "refuses" | "lost";
  release: number;
  version: string;
  canary?: number;
  since?: string;
  /** How many seconds ago it was heard of, when the store was read. */
  age: number;
  last_good?: boolean;
  refusals?: Refused[];
  error?: string;
}

/** Refused is why a replica cannot have something. */
export interface Refused {
  replica?: string;
  release: number;
  version: string;
  reason: string;
  findings?: Diagnostic[];
}

/** Diagnostic is a finding as a replica told it: its file is one of the release. */
export interface Diagnostic {
  severity: "error" | "warning";
  code: string;
  message: string;
  hint?: string;
  source?: string;
  file: string;
  line?: number;
  column?: number;
}

export interface Release {
  number: number;
  version: string;
  parent?: number;
  author: string;
  message: string;
  at: string;
  commit?: string;
  modified?: boolean;
  files: number;
  responses: number;
  variations: number;
  checks?: { errors: number; warnings: number; expectations: number; failed: number };
  changes?: { added: number; changed: number; removed: number };
  live?: boolean;
  canary?: boolean;
  was_live?: boolean;
  moves: Live[] | null;
  error?: string;
}

/** Page is what is known of the store, and a part of its history. */
export interface Page {
  now: Now;
  releases: Release[] | null;
  more: boolean;
}

/** Moved is the answer to a move of what is live. */
export interface Moved {
  now: Now;
  live: Live;
  problems?: string[];
}

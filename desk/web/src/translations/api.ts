import type { Facet, Finding, Piece, Position } from "../api";

// The types of desk/internal/view/translation.go, by their JSON names.

export type State = "missing" | "empty" | "differs" | "same" | "translated";

export interface Translations {
  version: string;
  language: string;
  name: string;
  known: boolean;
  total: number;
  matched: number;
  offset: number;
  next: number;
  rows: TranslationRow[];
  states: Facet[];
  quick_replies: number;
  fixed?: string;
}

export interface TranslationRow {
  id: string;
  response: string;
  number: number;
  path: string;
  where: string;
  state: State;
  source: Piece[];
  target: Piece[];
  variables: string[];
  notes: { kind: string; text: string }[];
  limit?: { max: number; unit: string; channel: string; length: number };
  position: Position;
  findings: Finding[];
}

export interface Coverage {
  version: string;
  languages: LanguageCoverage[];
}

export interface LanguageCoverage {
  language: string;
  name: string;
  texts: number;
  translated: number;
  missing: number;
  empty: number;
  differs: number;
  same: number;
  responses: { have: number; all: number };
}

/** The states in words, from what is most urgent. */
export const stateWords: Record<State, string> = {
  missing: "missing",
  empty: "empty",
  differs: "variables differ",
  same: "same as source",
  translated: "translated",
};

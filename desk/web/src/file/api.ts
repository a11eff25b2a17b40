import type { Draft, Finding } from "../api";
import { ask } from "../ask";

/** A file as text, by desk/internal/workspace. */
export interface File {
  path: string;
  /** Absent if the page has it already. */
  text?: string;
  version: string;
  findings: Finding[];
  /** How many findings are left out. */
  more: number;
  read_only: boolean;
}

export interface Completions {
  keys: Record<string, Key[]>;
  slots: Offer[];
  arguments: string[];
  languages: Offer[];
  channels: Offer[];
  intents: string[];
  responses: string[];
  undefined: string[];
}

export interface Offer {
  name: string;
  detail?: string;
}

export interface Key {
  name: string;
  words?: string;
  shape?: "map" | "list";
  values?: string[];
}

/** fetchFile asks for a file. The answer has no text if it is of the version that is known. */
export function fetchFile(path: string, known = "", signal?: AbortSignal): Promise<File> {
  return ask<File>(`file?path=${encodeURIComponent(path)}${known ? `&known=${encodeURIComponent(known)}` : ""}`, signal);
}

/** sendFile gives a file another text. */
export function sendFile(path: string, text: string, version: string, keepalive = false): Promise<{ draft: Draft; file: File }> {
  return ask("draft/file", undefined, { path, text, was_version: version }, keepalive);
}

export function fetchCompletions(): Promise<Completions> {
  return ask<Completions>("completions");
}

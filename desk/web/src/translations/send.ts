import { request } from "../ask";
import type { Draft } from "../api";
import type { Finding, Piece } from "../api";

/** Imported is what a translator's file changes, and what is wrong with it. */
export interface Imported {
  language: string;
  name: string;
  written: number;
  most: number;
  changes: { line: number; response: string; number: number; where: string; before: Piece[]; after: Piece[] }[];
  errors: number;
  warnings: number;
  findings: Finding[];
  unchanged: number;
  empty: number;
  refused: number;
  draft?: Draft;
}

/** send sends a file; it throws a Refusal or a network error. */
export function send(path: string, file: Blob, signal: AbortSignal): Promise<Imported> {
  return request<Imported>(path, { body: file, signal }, "application/octet-stream");
}

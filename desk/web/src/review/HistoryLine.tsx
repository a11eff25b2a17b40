import type { ComponentChildren } from "preact";
import { useSignal } from "@preact/signals";
import { ChangesOf } from "./ChangesOf";
import { ago, clock, wholeMoment } from "./days";

/** Told is what a line of a history tells below its title: the rest of a message, who wrote it, when, and more. */
export function Told({ rest, by, at, children }: { rest: string[]; by: ComponentChildren; at: string; children: ComponentChildren }) {
  const more = rest.join("\n").trim();
  return (
    <>
      {more && (
        <p class="comment" dir="auto">
          {more}
        </p>
      )}
      <p class="sub">
        {by}
        <span>
          <time dateTime={at} title={wholeMoment(at)}>
            {clock(at)}
          </time>
        </span>
        <span>{ago(at)}</span>
        {children}
      </p>
    </>
  );
}

/** WhatChanged shows what a line of a history changed, once it is opened. */
export function WhatChanged({ path }: { path: string }) {
  const open = useSignal(false);
  return (
    <details open={open.value} onToggle={(event) => (open.value = event.currentTarget.open)}>
      <summary>What it changed</summary>
      {open.value && <ChangesOf path={path} />}
    </details>
  );
}

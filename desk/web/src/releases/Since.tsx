import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ask } from "../ask";
import { hasStore } from "../content";
import { replace, route } from "../route";
import type { Page, Release } from "./api";

// The latest releases to choose from. They are asked for once the list is there, which
// they keep from nothing, and again when somebody is about to choose.
const latest = signal<Release[] | null>(null);
const many = 50;
let asked = 0; // when
const fresh = 5000; // ms
const later = 300; // ms

async function look(): Promise<void> {
  if (performance.now() - asked < fresh && asked > 0) return;
  asked = performance.now();
  try {
    latest.value = (await ask<Page>(`releases?limit=${many}`)).releases ?? [];
  } catch {
    asked = 0; // the next time, perhaps
  }
}

/** SinceSelect selects what has changed since a release, once there is a list to select from. */
export function SinceSelect({ listed: ready }: { listed: boolean }) {
  const value = route.value.params.get("since") ?? "";
  const looks = ready && hasStore.value;
  useEffect(() => {
    if (!looks) return;
    const timer = setTimeout(() => void look(), later);
    return () => clearTimeout(timer);
  }, [looks]);
  if (!hasStore.value && !value) return null;
  const releases = (latest.value ?? []).filter((one) => !one.error);
  const listed = releases.some((one) => String(one.number) === value);
  return (
    <select
      class={value ? "chip on" : "chip"}
      aria-label="Filter: changed since release"
      data-filter="since"
      value={value}
      onPointerEnter={() => void look()}
      onFocus={() => void look()}
      onChange={(event) => replace({ since: event.currentTarget.value || null })}
    >
      <option value="">Changed since</option>
      {value && !listed && <option value={value}>since release {value}</option>}
      {releases.map((one) => (
        <option key={one.number} value={String(one.number)}>
          since release {one.number}
          {titleOf(one)}
        </option>
      ))}
    </select>
  );
}

const longest = 40;

function titleOf({ message }: Release): string {
  const [first = ""] = message.split("\n");
  if (!first) return "";
  const letters = [...first];
  return ": " + (letters.length > longest ? letters.slice(0, longest).join("") + "…" : first);
}

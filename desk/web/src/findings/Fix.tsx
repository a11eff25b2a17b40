import { useSignal } from "@preact/signals";
import type { Finding } from "../api";
import { canWrite } from "../content";
import { fix, fixed, keyOf } from "./fixing";

/** FixButton fixes a finding by a step of the draft. */
export function FixButton({ finding, focus }: { finding: Finding; focus?: string }) {
  if (!finding.fix || !canWrite.value) return null;
  const { label } = finding.fix;
  const busy = fixed.value.has(keyOf(finding));
  const make = () => void fix([finding], `Fixed: ${label}`, focus);
  return (
    <button type="button" class="fix" dir="auto" aria-disabled={busy} onClick={make}>
      {label}
    </button>
  );
}

/** CopyButton copies what a hint says to write. */
export function CopyButton({ text, named }: { text: string; named: boolean }) {
  const copied = useSignal(false);
  if (!navigator.clipboard) return null;
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    copied.value = true;
    setTimeout(() => (copied.value = false), 1500);
  };
  return (
    <button type="button" class="plain copy" aria-label={named ? undefined : `${copied.value ? "Copied" : "Copy"} ${text}`} onClick={() => void copy()}>
      {copied.value ? "Copied" : "Copy"}
      {named && (
        <>
          {" "}
          <code dir="auto">{text}</code>
        </>
      )}
    </button>
  );
}

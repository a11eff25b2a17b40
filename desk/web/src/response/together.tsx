import type { Finding, Response, Variation } from "../api";
import { FindingNote } from "../shell/FindingNote";

// The code of a translation that is missing: mostly of all variations alike, and each
// shows its empty field anyway.
const missingTranslation = "NLG080";

/** Together is a finding that several variations have alike. */
interface Together {
  finding: Finding;
  numbers: number[];
}

/** togetherOf returns the findings of a response to say once, and not on each card. */
function togetherOf(response: Response): Together[] {
  const all = new Map<string, Together>();
  for (const { number, findings } of response.variations) {
    for (const finding of findings) {
      if (finding.code !== missingTranslation) continue;
      const one = all.get(keyOf(finding));
      if (!one) all.set(keyOf(finding), { finding, numbers: [number] });
      else if (!one.numbers.includes(number)) one.numbers.push(number);
    }
  }
  return [...all.values()].filter((one) => one.numbers.length > 1);
}

function keyOf({ severity, code, message, hint, path }: Finding): string {
  return JSON.stringify([severity, code, message, hint, path]);
}

/** withoutTogether returns a variation with the findings that are its own. */
export function withoutTogether(response: Response, variation: Variation): Variation {
  const said = new Set(togetherOf(response).map((one) => keyOf(one.finding)));
  if (said.size === 0) return variation;
  return { ...variation, findings: variation.findings.filter((finding) => !said.has(keyOf(finding))) };
}

/** SaidOnce are the findings that several variations have alike. */
export function SaidOnce({ response }: { response: Response }) {
  return (
    <>
      {togetherOf(response).map(({ finding, numbers }, index) => (
        <div key={index} class="said-once">
          <FindingNote finding={finding} />
          <p class="about-variations">{numbers.length === response.variations.length ? "All variations" : `Variations ${listed(numbers)}`}</p>
        </div>
      ))}
    </>
  );
}

function listed(numbers: number[]): string {
  const sorted = [...numbers].sort((a, b) => a - b);
  return `${sorted.slice(0, -1).join(", ")} and ${sorted[sorted.length - 1]}`;
}

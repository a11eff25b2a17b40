import type { Finding, LanguageState, Variation } from "../api";

/** Placed are the findings of a variation by the field that they are about. */
export class Placed {
  private readonly own = new Set<string>();
  private readonly roots = new Set(["condition", "channel", "id"]);

  constructor(
    private readonly variation: Variation,
    languages: LanguageState[],
  ) {
    const codes = ["", ...languages.map((language) => language.code)];
    for (const root of this.roots) this.own.add(keyOf(root, ""));
    if (variation.texts.length > 0) for (const code of [...codes, ...variation.texts.map((text) => text.language ?? "")]) this.own.add(keyOf("text", code));
    if (variation.image) this.shows("image");
    for (const part of variation.parts ?? []) this.shows(part.key);
    for (const list of ["buttons", "quick_replies"] as const) {
      const buttons = variation[list] ?? [];
      if (buttons.length > 0) this.shows(list);
      buttons.forEach((button, index) => {
        for (const code of codes) this.own.add(keyOf(`${list}[${index}].title`, code));
        for (const text of [...button.titles, ...button.payloads]) this.own.add(keyOf(text.path, text.language ?? ""));
        this.own.add(keyOf(`${list}[${index}].payload`, ""));
        for (const part of button.parts ?? []) this.own.add(keyOf(`${list}[${index}].${part.key}`, ""));
      });
    }
  }

  private shows(root: string): void {
    this.roots.add(root);
    this.own.add(keyOf(root, ""));
  }

  /** at returns the findings about a field. */
  at = (path: string, language = ""): Finding[] => this.variation.findings.filter((finding) => finding.path === path && (finding.language ?? "") === language);

  /** on returns the findings about a field in any language, but not about what is in it. */
  on = (path: string): Finding[] => this.variation.findings.filter((finding) => finding.path === path);

  /** all returns the findings about a field or anything in it, in any language. */
  all = (path: string): Finding[] => this.variation.findings.filter((finding) => isIn(finding, path));

  /** under returns those of all that are about no field that can be written on its own. */
  under = (path: string): Finding[] => this.all(path).filter((finding) => !this.own.has(keyOf(finding.path ?? "", finding.language ?? "")));

  /** rest returns those about nothing that is shown. */
  rest(): Finding[] {
    return this.variation.findings.filter((finding) => !this.own.has(keyOf(finding.path ?? "", finding.language ?? "")) && ![...this.roots].some((root) => isIn(finding, root)));
  }
}

function keyOf(path: string, language: string): string {
  return path + "\n" + language;
}

function isIn(finding: Finding, path: string): boolean {
  return finding.path === path || Boolean(finding.path?.startsWith(path + ".") || finding.path?.startsWith(path + "["));
}

import { signal } from "@preact/signals";
import type { List } from "../api";
import { Loader } from "../loader";

const step = 100;

/** Selection is the responses that a filter selects, as many as are asked for. */
export class Selection {
  readonly loader = new Loader<List>();
  readonly limit = signal(step);

  constructor(readonly filter: "findings" | "failing") {}

  load = (): void => {
    void this.loader.load(this.filter, `responses?${this.filter}=1&found=1&limit=${this.limit.value}`);
  };

  more = (): void => {
    this.limit.value += step;
  };
}

export const withFindings = new Selection("findings");
export const withFailingTests = new Selection("failing");

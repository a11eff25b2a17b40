import type { Draft } from "../api";
import { announce } from "../announce";
import { ask } from "../ask";
import { changes } from "../content";
import { draft, reasonOf, trouble } from "../draft/store";
import { forgetEdits, settle } from "../draft/edits";
import { visit } from "../route";
import { place } from "../words";
import { focusSoon } from "../write/do";

/** restore gives the draft the files as they were after a commit, or in a release, to be looked at. */
export async function restore(from: { id: string } | { release: number }, were: string): Promise<void> {
  await settle();
  try {
    const answer = await ask<{ draft: Draft; left?: string[] }>("draft/restore", undefined, from);
    forgetEdits();
    draft.value = answer.draft;
    changes.value++;
    const left = answer.left ?? [];
    trouble.value = "";
    announce(`Your draft has the files as they were ${were}${left.length > 0 ? `; ${left.map((file) => place({ file })).join(", ")} did not exist then and stays` : ""}`);
    visit({ view: "review", name: "", params: new URLSearchParams() });
    focusSoon("review-title");
  } catch (failure) {
    trouble.value = reasonOf(failure);
  }
}

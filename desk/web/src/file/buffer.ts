import { signal } from "@preact/signals";
import { Annotation, ChangeSet, EditorState, Transaction, type Extension } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import { isAbort, Refusal } from "../ask";
import { refusalWords } from "../draft/edits";
import { take } from "../draft/store";
import { fetchFile, sendFile, type File } from "./api";
import { left } from "./left";
import { compare, merge, type Clash } from "./lines";
import { Raw } from "./raw";

/** Marks what did not come from this editor's author. */
export const fromElsewhere = Annotation.define<boolean>();

/** How the text that is typed is. */
export type Saving = "saved" | "typing" | "sending" | "offline" | "refused" | "clash";

/** Found is what was found in the text, and how much of it is left out. */
export type Found = Pick<File, "findings" | "more">;

const retryAfter = 1000; // ms
const shortest = 300; // ms without a key
const perMebibyte = 1500; // ms more for a text that takes longer to send and to check
const inOneGo = 60_000; // bytes that a browser sends when it leaves a page

/** Buffer is the text of a file that is open, and what the server has of it. */
export class Buffer {
  readonly saving = signal<Saving>("saved");
  /** Why the server did not take the text. */
  readonly refused = signal("");
  readonly found = signal<Found>({ findings: [], more: 0 });
  /** What others made of the same lines, until their author decides. */
  readonly clashes = signal<readonly Clash[]>([]);
  readonly readOnly: boolean;
  state: EditorState;
  view: EditorView | null = null;

  /** The text that the server has, as far as this page knows, and its version. */
  private had: string;
  private version: string;
  /** The file that the editor's text came from, and what was changed since. */
  private origin: Raw;
  private total: ChangeSet;
  /** Counts the changes of the text, and is what it was when the server last had it. */
  private count = 0;
  private sent = 0;
  private theirs: File | null = null;
  /** Set while the content has no such file. */
  private gone = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private chain: Promise<void> = Promise.resolve();

  constructor(
    readonly path: string,
    file: File,
    extensions: (buffer: Buffer) => Extension,
    private readonly changed: () => void,
  ) {
    this.had = file.text ?? "";
    this.version = file.version;
    this.readOnly = file.read_only;
    this.found.value = file;
    this.origin = new Raw(this.had);
    this.state = EditorState.create({ doc: this.origin.body, extensions: extensions(this) });
    this.total = ChangeSet.empty(this.state.doc.length);
    const kept = left(path);
    if (kept && !this.readOnly) this.again(kept);
  }

  get dirty(): boolean {
    return this.count !== this.sent;
  }

  /** text returns the text of the file as it is to be. */
  text(): string {
    const text = this.origin.changed(this.total);
    const body = this.state.doc.toString();
    // A line end of two halves could come out of a deletion between them.
    return new Raw(text).body === body ? text : body;
  }

  /** unsent returns what the server does not have. */
  unsent(): { path: string; had: string; text: string } {
    return { path: this.path, had: this.had, text: this.text() };
  }

  /** took notes a transaction of the editor. */
  took(transaction: Transaction): void {
    this.state = transaction.state;
    if (!transaction.docChanged) return;
    this.total = this.total.compose(transaction.changes);
    if (transaction.annotation(fromElsewhere)) return;
    this.count++;
    if (this.saving.peek() === "clash") return;
    this.set("typing");
    this.schedule();
  }

  private set(saving: Saving): void {
    this.saving.value = saving;
    this.changed();
  }

  private schedule(wait = shortest + (perMebibyte * this.state.doc.length) / (1 << 20)): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), wait);
  }

  /** flush sends what was typed, and waits for the answer. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.chain = this.chain.then(() => this.send());
    return this.chain;
  }

  /** look asks whether the server has anything new. */
  look(): Promise<void> {
    this.chain = this.chain.then(() => this.pull());
    return this.chain;
  }

  private async send(): Promise<void> {
    if (!this.dirty || this.theirs || this.readOnly) return;
    const { count } = this;
    const text = this.text();
    if (text === this.had) {
      this.sent = count;
      this.set("saved");
      return;
    }
    this.set("sending");
    try {
      const answer = await sendFile(this.path, text, this.version);
      this.had = text;
      this.version = answer.file.version;
      this.sent = count;
      this.refused.value = "";
      if (!this.dirty) this.found.value = answer.file;
      this.set(this.dirty ? "typing" : "saved");
      take(answer.draft);
    } catch (failure) {
      if (!(failure instanceof Refusal)) {
        this.set("offline");
        this.schedule(retryAfter);
        return;
      }
      if (failure.ended) return; // it is kept for when there is a session again
      if (failure.problem?.code === "edit_conflict") {
        await this.pull();
        if (this.dirty && !this.theirs) this.schedule(0);
        return;
      }
      this.refused.value = refusalWords(failure.problem, failure.message);
      this.set("refused");
    }
  }

  private async pull(): Promise<void> {
    try {
      const file = await fetchFile(this.path, this.version);
      if (this.gone) {
        this.gone = false;
        this.refused.value = "";
        this.set(this.dirty ? "typing" : "saved");
        if (this.dirty) this.schedule();
      }
      if (file.text !== undefined) this.meet(file, file.text);
      else if (!this.dirty) this.found.value = file;
    } catch (failure) {
      if (failure instanceof Refusal && failure.status === 404) {
        this.gone = true;
        this.refused.value = failure.message;
        this.set("refused");
      } else if (!isAbort(failure) && this.saving.peek() === "sending") this.set("offline");
    }
  }

  /** meet takes the text that the file has become. */
  private meet(file: File, text: string): void {
    const now = new Raw(text);
    if (!this.dirty) {
      this.become(now.body, now, false);
      this.rest(file, text);
      this.found.value = file;
      return;
    }
    const { clashes, text: merged } = merge(new Raw(this.had).body, this.state.doc.toString(), now.body, "mine");
    if (clashes.length > 0) {
      this.theirs = file;
      this.clashes.value = clashes;
      this.set("clash");
      return;
    }
    this.become(merged, now, false);
    this.rest(file, text);
    if (merged === now.body) this.sent = this.count;
    this.set(this.dirty ? "typing" : "saved");
    if (this.dirty) this.schedule();
  }

  /** decide ends a clash: with the lines as they were typed, or as others have them. */
  decide(prefer: "mine" | "theirs"): void {
    const file = this.theirs;
    if (!file) return;
    const now = new Raw(file.text ?? "");
    const { text } = merge(new Raw(this.had).body, this.state.doc.toString(), now.body, prefer);
    this.become(text, now, true); // and undoing brings the lines back
    this.rest(file, file.text ?? "");
    this.theirs = null;
    this.clashes.value = [];
    this.count++;
    this.set("typing");
    void this.flush();
  }

  private rest(file: File, text: string): void {
    this.had = text;
    this.version = file.version;
  }

  /** become changes the editor's text to another one, which is a change of a file. */
  private become(text: string, origin: Raw, undoable: boolean): void {
    const spec = {
      changes: compare(this.state.doc.toString(), text),
      annotations: [fromElsewhere.of(true), Transaction.addToHistory.of(undoable)],
    };
    if (this.view) this.view.dispatch(spec);
    else this.took(this.state.update(spec));
    this.origin = origin;
    this.total = ChangeSet.of(compare(origin.body, text), origin.body.length);
  }

  /** again takes up what was typed before the page was left. */
  private again(kept: { had: string; text: string }): void {
    if (kept.text === this.had) return;
    const file: File = { path: this.path, text: this.had, version: this.version, findings: [], more: 0, read_only: false };
    const typed = new Raw(kept.text);
    this.had = kept.had;
    this.become(typed.body, new Raw(kept.had), false);
    this.count++;
    if (file.text === kept.had) {
      this.set("typing");
      this.schedule();
    } else this.meet(file, file.text ?? "");
  }

  /** part sends what it can when the page is left. */
  part(): void {
    const { path, text } = this.unsent();
    if (!this.theirs && text.length < inOneGo) void sendFile(path, text, this.version, true).catch(() => undefined);
  }
}

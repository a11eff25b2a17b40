import type { ChangeSet } from "@codemirror/state";

/** Raw is the text of a file, and as an editor has it: with \n for each line end, and without a byte order mark. */
export class Raw {
  readonly body: string;
  private readonly mark: string;
  /** The offsets in body of the line ends that have two characters in the file. */
  private readonly long: number[] = [];

  constructor(readonly text: string) {
    this.mark = text.startsWith("\ufeff") ? "\ufeff" : "";
    const rest = text.slice(this.mark.length);
    for (let at = rest.indexOf("\r\n"); at >= 0; at = rest.indexOf("\r\n", at + 2)) this.long.push(at - this.long.length);
    this.body = rest.replace(/\r\n?/g, "\n");
  }

  /** changed returns the text of the file after changes of the body: no byte beside them differs. */
  changed(changes: ChangeSet): string {
    let out = "";
    let done = 0;
    changes.iterChanges((fromA, toA, _fromB, _toB, inserted) => {
      let now = inserted.toString();
      const was = this.body.slice(fromA, toA);
      // What is there again after it was deleted keeps its line ends.
      let start = 0;
      while (start < was.length && start < now.length && was[start] === now[start]) start++;
      let end = 0;
      while (end < was.length - start && end < now.length - start && was[was.length - 1 - end] === now[now.length - 1 - end]) end++;
      now = now.slice(start, now.length - end);
      const from = this.at(fromA + start);
      const to = this.at(toA - end);
      out += this.text.slice(done, from) + (now.includes("\n") ? now.replace(/\n/g, this.lineEnd(fromA + start)) : now);
      done = to;
    });
    return out + this.text.slice(done);
  }

  /** at returns the offset in the file of an offset in the body. */
  private at(offset: number): number {
    let low = 0;
    let high = this.long.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.long[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return this.mark.length + offset + low;
  }

  /** lineEnd returns that of the line of an offset; of the line before, if it is the last. */
  private lineEnd(offset: number): string {
    let next = this.body.indexOf("\n", offset);
    if (next < 0) next = this.body.lastIndexOf("\n");
    if (next < 0) return "\n";
    const at = this.at(next);
    // After a line that ends with \r alone, \n would be a part of that end.
    const end = this.text[at] === "\r" ? (this.text[at + 1] === "\n" ? "\r\n" : "\r") : "\n";
    return end === "\n" && this.text[this.at(offset) - 1] === "\r" ? "\r\n" : end;
  }
}

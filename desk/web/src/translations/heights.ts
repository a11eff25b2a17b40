const guess = 128; // px, until a row was drawn
const beyond = 600; // px above and below what is visible that are drawn

/** Heights knows how high the rows of a table are, as far as they were drawn. */
export class Heights {
  private readonly known: number[] = [];

  /** set notes a height, and reports whether it is news. */
  set(index: number, height: number): boolean {
    if (height === 0 || this.known[index] === height) return false;
    this.known[index] = height;
    return true;
  }

  private of(index: number): number {
    return this.known[index] ?? guess;
  }

  /** above returns how high all rows before an index are together. */
  above(index: number): number {
    let sum = 0;
    for (let i = 0; i < index; i++) sum += this.of(i);
    return sum;
  }

  /** visible returns the first and the last row to draw. */
  visible(top: number, height: number, count: number): [first: number, last: number] {
    let index = 0;
    let sum = 0;
    while (index < count - 1 && sum + this.of(index) < top - beyond) sum += this.of(index++);
    const first = index;
    while (index < count - 1 && sum < top + height + beyond) sum += this.of(index++);
    return [first, index];
  }
}

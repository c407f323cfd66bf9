/** The triangular factor R of A = Q R, for a matrix A that has many more rows than columns. */

/** How many rows are reduced at a time. */
const BLOCK = 128;

/**
 * Takes the rows of A one after the other and keeps only R, the upper triangle with Rᵀ R = Aᵀ A: so
 * ‖A v‖ = ‖R v‖ for every v, without the loss of digits that Aᵀ A itself would bring. The rows are
 * joined to R by Householder reflections, block by block (Golub and Van Loan, Matrix Computations,
 * sections 5.2.2 and 6.5.3).
 */
export class TriangleOfRows {
  readonly columns: number;
  private readonly triangle: Float64Array;
  /** Column by column. */
  private readonly block: Float64Array;
  private filled = 0;

  constructor(columns: number) {
    this.columns = columns;
    this.triangle = new Float64Array(columns * columns);
    this.block = new Float64Array(columns * BLOCK);
  }

  add(row: ArrayLike<number>): void {
    for (let k = 0; k < this.columns; k++) this.block[k * BLOCK + this.filled] = row[k];
    if (++this.filled === BLOCK) this.reduce();
  }

  /** R of the rows so far, row-major, with zeros below the diagonal. */
  finish(): Float64Array {
    this.reduce();
    return this.triangle.slice();
  }

  private reduce(): void {
    const { block, triangle, columns, filled } = this;
    for (let j = 0; j < columns; j++) {
      const start = j * BLOCK;
      const pivot = triangle[j * columns + j];
      let below = 0;
      for (let i = 0; i < filled; i++) below += block[start + i] ** 2;
      if (below === 0) continue;
      const norm = Math.sqrt(pivot * pivot + below);
      // the reflection v vᵀ · 2 / vᵀv takes the column to (−sign · norm, 0, …)
      const head = pivot < 0 ? pivot - norm : pivot + norm;
      const factor = 2 / (head * head + below);
      triangle[j * columns + j] = pivot < 0 ? norm : -norm;
      for (let k = j + 1; k < columns; k++) {
        const other = k * BLOCK;
        let product = head * triangle[j * columns + k];
        for (let i = 0; i < filled; i++) product += block[start + i] * block[other + i];
        const times = product * factor;
        triangle[j * columns + k] -= times * head;
        for (let i = 0; i < filled; i++) block[other + i] -= times * block[start + i];
      }
    }
    this.filled = 0;
  }
}

/**
 * The rules of sections 3 to 6 of the language, and the wrong programs that show what is said where one is
 * broken. What only data can break is shown by test/binding/messages.test.ts and test/posterior/observed-*.
 */
export interface Rule {
  readonly rule: string;
  /** Files of `semantics/` and `syntax/`, without their endings. */
  readonly semantics?: readonly string[];
  readonly syntax?: readonly string[];
}

const lexicalStructure: readonly Rule[] = [
  { rule: 'comments are // and /* */', syntax: ['hash-comments', 'unclosed-comment'] },
  {
    rule: 'identifiers: letters, _ and digits, not first',
    syntax: ['bad-names', 'unknown-characters'],
  },
  {
    rule: 'a statement begins with a keyword, and line breaks mean nothing',
    syntax: [
      'keyword-missing',
      'misspelt-keywords',
      'semicolons',
      'loop-statement',
      'spread-over-lines',
    ],
  },
  { rule: 'expression keywords are reserved', syntax: ['reserved-words'] },
  { rule: 'pi, e and inf may be shadowed', semantics: ['shadowed-constants-and-functions'] },
  {
    rule: 'numbers have a digit on both sides of the point',
    syntax: ['number-points', 'number-range'],
  },
  { rule: 'texts in double quotes', syntax: ['single-quotes', 'curly-quotes', 'unclosed-text'] },
  {
    rule: 'a conditional stands alone or in parentheses',
    syntax: ['conditional-operand', 'conditional-forms', 'missing-else'],
  },
  { rule: 'or, and, not', syntax: ['c-logic', 'misplaced-not'] },
  {
    rule: 'comparisons have no chains',
    syntax: ['chained-comparison', 'comparison-with-one-equals', 'typographic-comparisons'],
  },
  {
    rule: 'arithmetic operators',
    syntax: [
      'double-star',
      'dotted-operators',
      'remainder-of-r',
      'typographic-minus',
      'missing-operator',
      'transposed',
    ],
  },
  { rule: 'brackets close', syntax: ['unclosed-bracket', 'unmatched-bracket', 'empty-index'] },
  {
    rule: 'three namespaces: dimensions, values, functions',
    semantics: [
      'dimension-as-value',
      'value-as-dimension',
      'value-called',
      'function-without-call',
      'values-named-as-functions',
      'brackets-on-function',
    ],
    syntax: ['not-callable'],
  },
];

const statements: readonly Rule[] = [
  { rule: 'model "title" comes first', syntax: ['title-position'] },
  {
    rule: 'dim: size, labels or whole numbers, from data and sizes alone',
    semantics: [
      'dimension-definitions',
      'unknown-dimension',
      'unused-dimension',
      'poisoned-dimension',
    ],
    syntax: ['dim-definitions', 'ranges'],
  },
  { rule: 'dim slope = column[2 ..]', semantics: ['parts-of-dimensions', 'part-as-index'] },
  {
    rule: 'data name[dims]: type, with default and column',
    semantics: ['default-type', 'default-depends-on-parameter'],
    syntax: [
      'data-without-type',
      'column-name',
      'default-behind-column',
      'stan-declarations',
      'stan-type-first',
    ],
  },
  {
    rule: 'param has a prior, written out',
    semantics: ['not-a-distribution', 'param-with-wrong-prior-and-type'],
    syntax: ['param-without-prior', 'param-equals'],
  },
  {
    rule: 'a constraint narrower than the support',
    semantics: ['empty-support', 'bounds-that-cross', 'bound-dimensions'],
  },
  {
    rule: 'constraints of vectors and matrices',
    semantics: ['vectors', 'graphs-and-orders', 'priors-of-wholes'],
  },
  {
    rule: 'a prior per element, by earlier elements',
    semantics: ['priors-by-element', 'earlier-elements', 'not-yet-elements'],
  },
  {
    rule: 'let names a quantity, with an order and a type',
    semantics: [
      'declared-types',
      'typed-draws',
      'head-dimensions',
      'head-not-a-name',
      'list-without-head',
    ],
    syntax: ['let-tilde', 'assigned-twice', 'arrow-assignment', 'updates'],
  },
  {
    rule: 'the left side of observe is of data alone',
    semantics: [
      'observe-parameter',
      'observe-flat',
      'observe-elements',
      'observe-with-errors-on-both-sides',
      'nothing-observed',
    ],
    syntax: ['observe-equals', 'observe-without-distribution', 'two-distributions'],
  },
  {
    rule: 'observe where a condition on data holds',
    semantics: ['where'],
    syntax: ['where-and-with'],
  },
  { rule: 'a factor without data', semantics: ['unnormalised-factor'] },
  {
    rule: 'outputs, drawn ones too',
    semantics: ['depends-on-output', 'depends-on-itself-through-output'],
  },
  {
    rule: 'fun is pure, inlined, and does not recurse',
    semantics: [
      'function-errors',
      'error-in-call',
      'recursion-through-another',
      'too-many-calls',
      'local-names',
    ],
    syntax: ['function-forms', 'python-forms'],
  },
  {
    rule: 'names are declared before they are used, and once',
    semantics: [
      'used-before-declaration',
      'declared-twice',
      'self-reference',
      'unknown-value',
      'names-of-other-languages',
    ],
    syntax: ['several-names'],
  },
  {
    rule: 'an index variable shadows a value, with a warning',
    semantics: ['shadowed-name', 'index-variable-bound-twice', 'nested-index-variables'],
  },
  {
    rule: 'types of data and of parameters',
    semantics: [
      'unknown-type',
      'type-arguments',
      'not-yet-types',
      'discrete-parameter-type',
      'argument-type',
    ],
  },
  {
    rule: 'labels stand in quotes, whole numbers are positions',
    semantics: [
      'label-without-quotes',
      'label-out-of-place',
      'unknown-label',
      'comparison-of-labels',
      'pick-a-member',
    ],
  },
];

const dimensionsAndBroadcasting: readonly Rule[] = [
  {
    rule: 'one list contains all names of the other',
    semantics: ['dimension-mismatch', 'if-branches', 'many-at-once'],
  },
  {
    rule: 'a name that stands twice',
    semantics: ['repeated-dimension', 'dimension-mismatch-matrix'],
  },
  {
    rule: '~ has a direction',
    semantics: ['right-has-more-dimensions'],
  },
  { rule: '@ contracts the last dimension with the first', semantics: ['product-dimensions'] },
  {
    rule: 'a list literal takes the dimension it meets',
    semantics: [
      'list-size',
      'list-dimension-unclear',
      'list-of-mixed-shapes',
      'lists-in-distributions',
      'empty-lists',
    ],
  },
  {
    rule: 'what stands in the brackets of an index',
    semantics: [
      'number-of-indices',
      'index-of-wrong-dimension',
      'index-dimensions-differ',
      'binder-out-of-place',
      'bound-variable-hint',
      'index-variable-as-dimension',
    ],
  },
  {
    rule: 'positions stay in their dimension',
    semantics: ['position-out-of-range', 'shifted-index'],
  },
  { rule: 'a bare dimension is no index', semantics: ['dimension-as-index', 'part-as-index'] },
  { rule: 'comprehensions', semantics: ['dimension-mismatch-in-comprehension', 'head-dimensions'] },
  {
    rule: 'reductions by name or over bound variables',
    semantics: ['reduction-dimension', 'reduction-names', 'size-of-what'],
  },
  { rule: 'ranges bind in observe and in reductions', semantics: ['ranges'], syntax: ['ranges'] },
  { rule: 'recurrences look back, or forward, along one dimension', semantics: ['recurrence'] },
  {
    rule: 'if on data, between distributions too',
    semantics: ['condition-not-boolean', 'chosen-distributions'],
  },
  { rule: 'missing cells are guarded', semantics: ['missing-cells'] },
];

const distributions: readonly Rule[] = [
  {
    rule: 'arguments are positional or named',
    semantics: [
      'number-of-arguments',
      'positional-after-named',
      'argument-twice',
      'unknown-argument',
      'unknown-distribution',
      'unknown-function',
      'distribution-as-value',
    ],
  },
  {
    rule: 'arguments lie in their support',
    semantics: [
      'argument-out-of-range',
      'argument-may-leave-range',
      'vague-gamma',
      'probabilities-that-do-not-sum',
    ],
  },
  {
    rule: 'outcomes are of the type of their distribution',
    semantics: ['outcome-type', 'outcome-out-of-support', 'category-mismatch'],
  },
  {
    rule: 'distributions of vectors and matrices',
    semantics: ['vector-observations', 'vectors', 'graphs-and-orders'],
  },
  { rule: 'combinators', semantics: ['combinators', 'combinators-of-events'] },
  { rule: 'logpdf, logcdf, logccdf', semantics: ['log-densities'] },
  {
    rule: 'state_probability and most_likely_path',
    semantics: ['hidden-states', 'hidden-states-of-wrong-observe'],
  },
  { rule: 'a discrete parameter is an error', semantics: ['discrete-parameter'] },
];

export const rules: readonly Rule[] = [
  ...lexicalStructure,
  ...statements,
  ...dimensionsAndBroadcasting,
  ...distributions,
];
